import Card from '@mui/material/Card';
import { useQuery } from '@tanstack/react-query';
import { useRecordContext } from 'react-admin';
import type { CashReport, Till } from '../../api/types';
import { http } from '../../base/http';
import { EntityShow } from '../../crud/Facts';
import { till } from './entities';
import { ReportTable } from './ReportTable';
import { PrintReport } from './ReportPaper';

export default function TillShow() {
  return <EntityShow entity={till} aside={<Report />} />;
}

function Report() {
  const record = useRecordContext<Till>();
  const { data } = useQuery({
    queryKey: ['cash', 'report', record?.id],
    enabled: Boolean(record),
    queryFn: ({ signal }) => http.get<CashReport>(`/api/caisse/tiroirs/${record?.id ?? ''}/rapport/`, undefined, signal),
  });
  if (!data) return null;
  return (
    <Card sx={{ p: 2.5, display: 'grid', gap: 2 }}>
      <ReportTable report={data} />
      <PrintReport report={data} />
    </Card>
  );
}

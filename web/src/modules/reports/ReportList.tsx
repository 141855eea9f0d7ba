import Box from '@mui/material/Box';
import { SelectInput } from 'react-admin';
import type { Report } from '../../api/types';
import { duration, useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import type { Entity } from '../../crud/entity';
import { EntityList } from '../../crud/EntityList';

const TYPES = ['sessions_daily', 'logs_daily'] as const;

function Type({ type }: { type: string }) {
  const t = useT();
  const known = TYPES.find((name) => name === type);
  return known ? t(`resources.reports.page.${known}`) : type;
}

/** The figures of a report by the name the server gives them; what ends in `_s` is a duration. */
function Figures({ data }: { data: Report['data'] }) {
  const formats = useFormats();
  const shown = Object.entries(data).flatMap(([name, value]) =>
    typeof value === 'number'
      ? [[name.replace(/_s$/, '').replaceAll('_', ' '), name.endsWith('_s') ? duration(value) : formats.number(value)]]
      : [],
  );
  return (
    <Box component="span" sx={{ display: 'inline-flex', flexWrap: 'wrap', columnGap: 2 }}>
      {shown.map(([name, value]) => (
        <span key={name}>
          {name} <strong>{value}</strong>
        </span>
      ))}
    </Box>
  );
}

const report: Entity<Report> = {
  name: 'reports',
  title: ['day'],
  sort: { field: 'day', order: 'DESC' },
  filters: [<SelectInput source="type" choices={TYPES.map((id) => ({ id, name: `resources.reports.page.${id}` }))} />],
  fields: [
    { source: 'day', kind: 'day', on: ['list'], sort: true },
    { source: 'type', on: ['list'], cell: ({ type }) => <Type type={type} /> },
    { source: 'data', on: ['list'], cell: ({ data }) => <Figures data={data} /> },
    { source: 'created_at', kind: 'instant', on: ['list'] },
  ],
};

export default function ReportList() {
  return <EntityList entity={report} rowClick={false} searchable={false} />;
}

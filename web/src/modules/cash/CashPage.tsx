import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Title } from 'react-admin';
import { Link, useNavigate } from 'react-router-dom';
import type { CashDesk, CashReport, Page, Sale, Till } from '../../api/types';
import { useCan } from '../../base/access';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { CloseTillDialog } from './CloseTillDialog';
import { linesOf, SaleChip } from './Money';
import { OpenTill } from './OpenTill';
import { sessionFrom } from './PacksCard';
import { PrintReport } from './ReportPaper';
import { ReportTable } from './ReportTable';
import { ReverseButton } from './ReverseButton';
import { SellDialog } from './SellDialog';

const PackDialog = lazy(() => import('./PackDialog'));

const LOOK_EVERY_MS = 15_000;

/** The operator's till: opened, sold from, counted and closed. */
export default function CashPage() {
  const t = useT();
  const [closed, setClosed] = useState<CashReport | null>(null);
  const { data: desk, error } = useQuery({
    queryKey: ['cash', 'desk'],
    refetchInterval: LOOK_EVERY_MS,
    queryFn: ({ signal }) => http.get<CashDesk>('/api/caisse/', undefined, signal),
  });
  return (
    <Box sx={{ display: 'grid', gap: 2, maxWidth: 900 }}>
      <Title title={t('cash.title')} />
      {error && <Alert severity="error">{reasonOf(error)}</Alert>}
      {closed && (
        <Card sx={{ p: 2.5, display: 'grid', gap: 2 }} data-testid="closed-till">
          <Alert severity="success">{t('cash.closed')}</Alert>
          <Typography variant="h6" component="h2">
            {t('cash.report_z')}
          </Typography>
          <ReportTable report={closed} />
          <PrintReport report={closed} />
        </Card>
      )}
      {desk?.till && desk.report && <OpenedTill desk={desk} till={desk.till} report={desk.report} onClosed={setClosed} />}
      {desk && !desk.till && <OpenTill desk={desk} onOpened={() => setClosed(null)} />}
    </Box>
  );
}

interface OpenedTillProps {
  desk: CashDesk;
  till: Till;
  report: CashReport;
  onClosed: (report: CashReport) => void;
}

function OpenedTill({ desk, till, report, onClosed }: OpenedTillProps) {
  const t = useT();
  const can = useCan();
  const navigate = useNavigate();
  const formats = useFormats();
  const [closing, setClosing] = useState(false);
  const [selling, setSelling] = useState(false);
  const [packing, setPacking] = useState(false);
  return (
    <>
      <Card sx={{ p: 2.5, display: 'grid', gap: 2 }} data-testid="open-till">
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
          <Box sx={{ flex: 1, minWidth: 180 }}>
            <Typography variant="h6" component="h2">
              {till.register}
            </Typography>
            <Typography color="textSecondary">{t('cash.since', { time: formats.instant(till.opened_at) })}</Typography>
          </Box>
          {can('tarifs:lire') && can('visiteurs:lire') && (
            <Button onClick={() => setPacking(true)} data-testid="sell-pack">
              {t('packs.sell')}
            </Button>
          )}
          <Button onClick={() => setSelling(true)} data-testid="sell-other">
            {t('cash.sell')}
          </Button>
          <Button variant="contained" onClick={() => setClosing(true)} data-testid="close-till">
            {t('cash.close')}
          </Button>
        </Box>
        <ReportTable report={report} />
        <PrintReport report={report} />
      </Card>
      <Sales till={till} />
      {closing && <CloseTillDialog till={till} report={report} onClose={() => setClosing(false)} onClosed={onClosed} />}
      <Suspense>
        {packing && (
          <PackDialog
            visitor={null}
            agencyId={till.agency_id}
            onClose={() => setPacking(false)}
            onUse={can('sessions:creer') ? (visitorId, creditId) => void navigate(sessionFrom(visitorId, creditId)) : undefined}
          />
        )}
      </Suspense>
      {selling && <SellDialog currencies={desk.currencies} onClose={() => setSelling(false)} />}
    </>
  );
}

function Sales({ till }: { till: Till }) {
  const t = useT();
  const can = useCan();
  const formats = useFormats();
  const { data } = useQuery({
    queryKey: ['cash', 'sales', till.id],
    refetchInterval: LOOK_EVERY_MS,
    enabled: can('caisse:lire'),
    queryFn: ({ signal }) => http.get<Page<Sale>>('/api/caisse/ventes/', { till_id: till.id, page_size: 50 }, signal),
  });
  if (!data) return null;
  return (
    <Card sx={{ p: 2.5 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mb: 1 }}>
        <Typography variant="h6" component="h2" sx={{ flex: 1 }}>
          {t('cash.today')}
        </Typography>
        <Button size="small" component={Link} to="/sales">
          {t('cash.all_sales')}
        </Button>
      </Box>
      {data.results.length === 0 && <Typography color="textSecondary">{t('cash.nothing')}</Typography>}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }} data-testid="till-sales">
        {data.results.map((sale) => (
          <Box
            key={sale.id}
            component="li"
            data-testid={`sale-${sale.number}`}
            sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5, py: 1, borderTop: 1, borderColor: 'divider' }}
          >
            <Typography color="textSecondary" sx={{ width: 92 }}>
              n° {sale.number} · {formats.time(sale.at)}
            </Typography>
            <SaleChip sale={sale} />
            <Box sx={{ flex: 1, minWidth: 120 }}>{linesOf(sale)}</Box>
            <Typography color="textSecondary">{t(`method.${sale.method}`)}</Typography>
            <Typography sx={{ fontWeight: 650, fontVariantNumeric: 'tabular-nums' }}>
              {formats.money(sale.amount_minor, sale.currency)}
            </Typography>
            {can('caisse:annuler') && sale.kind === 'vente' && !sale.reversed_by && <ReverseButton sale={sale} />}
          </Box>
        ))}
      </Box>
    </Card>
  );
}

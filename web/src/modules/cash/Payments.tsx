import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { Link } from 'react-router-dom';
import type { Sale, Session } from '../../api/types';
import { useCan } from '../../base/access';
import { useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import { SaleChip } from './Money';
import { ReverseButton } from './ReverseButton';

/** As a single session is shown: with what was paid for it. */
type Paid = Session & { tariff_name?: string | null; sales?: Sale[] };

/** What was paid for a session; and, when it was cancelled without being used, the offer to take that back. */
export function Payments({ session }: { session: Session }) {
  const t = useT();
  const can = useCan();
  const formats = useFormats();
  const { sales = [], tariff_name } = session as Paid;
  if (sales.length === 0) return null;
  const isReversible = (sale: Sale) => sale.kind === 'vente' && !sale.reversed_by && can('caisse:annuler');
  const unused = session.started_at === null && (session.statut === 'annulee' || session.statut === 'expiree');
  return (
    <Card sx={{ p: 2.5, display: 'grid', gap: 1 }} data-testid="payments">
      <Typography variant="h6" component="h2">
        {t('cash.payments')}
      </Typography>
      {tariff_name && <Typography color="textSecondary">{tariff_name}</Typography>}
      {unused && sales.some((sale) => sale.kind === 'vente' && !sale.reversed_by) && (
        <Alert severity="info">{t('cash.unused_paid')}</Alert>
      )}
      {sales.map((sale) => (
        <Box key={sale.id} sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5 }}>
          <Link to={`/sales/${sale.id}/show`}>n° {sale.number}</Link>
          <SaleChip sale={sale} />
          <Typography color="textSecondary" sx={{ flex: 1 }}>
            {formats.instant(sale.at)} · {t(`method.${sale.method}`)}
          </Typography>
          <strong>{formats.money(sale.amount_minor, sale.currency)}</strong>
          {isReversible(sale) && <ReverseButton sale={sale} />}
        </Box>
      ))}
    </Card>
  );
}

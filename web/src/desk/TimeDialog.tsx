import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNotify } from 'react-admin';
import type { Id, Price } from '../api/types';
import { http } from '../base/http';
import { useT } from '../base/i18n';
import { ProblemError, reasonOf } from '../base/problem';
import { useIntention } from '../base/useIntention';
import { IN_CASH, paymentOf } from '../modules/cash/PaymentFields';
import { TariffField, usePrices } from '../modules/cash/TariffField';
import type { Target } from './actions';

interface TimeDialogProps {
  target: Target;
  stationId: Id | null;
  onClose: () => void;
}

/** Time added at a tariff: the server says what it costs now, and the sale is made with it. */
export default function TimeDialog({ target, stationId, onClose }: TimeDialogProps) {
  const t = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const once = useIntention();
  const prices = usePrices({ station_id: stationId ?? undefined }).filter(({ kind }) => kind === 'duree');
  const [picked, setPicked] = useState<Price | null>(null);
  const [paying, setPaying] = useState(IN_CASH);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const price = picked ?? prices[0] ?? null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!price) return;
    const wanted = { tariff_id: price.tariff_id, payment: price.price_minor > 0 ? paymentOf(paying) : null };
    setBusy(true);
    setErrors({});
    setRefusal(null);
    try {
      await once({ ...wanted, session: target.id }, (idempotencyKey) =>
        http.post(`/api/sessions/${target.id}/add_time/`, wanted, { idempotencyKey }),
      );
      notify(t('desk.added', { minutes: `+${price.minutes}`, name: target.name }), { type: 'success' });
      for (const key of ['sessions', 'cash']) void client.invalidateQueries({ queryKey: [key] });
      onClose();
    } catch (error) {
      if (error instanceof ProblemError) setErrors(error.fields);
      setRefusal(reasonOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open fullWidth maxWidth="xs" onClose={onClose} aria-labelledby="time-title" data-testid="time-dialog">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <DialogTitle id="time-title">{t('desk.time_at_tariff', { name: target.name })}</DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 2, pt: '8px !important' }}>
          {refusal && <Alert severity="error">{refusal}</Alert>}
          {prices.length > 0 ? (
            <TariffField
              prices={prices}
              price={price}
              onPrice={setPicked}
              paying={paying}
              onPaying={setPaying}
              label={t('selling.tariff')}
              testId="time-tariff"
              autoFocus
              error={errors.tariff_id}
              referenceError={errors['payment.reference']}
            />
          ) : (
            <Alert severity="info">{t('selling.no_tariff')}</Alert>
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" variant="contained" disabled={busy || !price} data-testid="confirm-time">
            {t('desk.add_time')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import type { Id, Price } from '../api/types';
import { http } from '../base/http';
import { useT } from '../base/i18n';
import { ProblemError, reasonOf } from '../base/problem';
import { useIntention } from '../base/useIntention';
import { Modal } from '../components/Modal';
import { IN_CASH, paymentOf } from '../modules/cash/PaymentFields';
import { TariffField, usePrices } from '../modules/cash/TariffField';
import { useRepriced } from '../modules/cash/useRepriced';
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
  const repriced = useRepriced();
  const prices = usePrices({ station_id: stationId ?? undefined }).filter(({ kind }) => kind === 'duree');
  const [picked, setPicked] = useState<Price | null>(null);
  const [paying, setPaying] = useState(IN_CASH);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const price = picked ?? prices[0] ?? null;
  const submit = async () => {
    if (!price) return;
    const wanted = { tariff_id: price.tariff_id, payment: price.price_minor > 0 ? paymentOf(paying, price) : null };
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
      const now = repriced(error, price);
      if (now) setPicked(now.price);
      setRefusal(now?.text ?? reasonOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      title={t('desk.time_at_tariff', { name: target.name })}
      testId="time-dialog"
      refusal={refusal}
      onSubmit={submit}
      onClose={onClose}
      actions={
        <Button type="submit" variant="contained" disabled={busy || !price} data-testid="confirm-time">
          {t('desk.add_time')}
        </Button>
      }
    >
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
    </Modal>
  );
}

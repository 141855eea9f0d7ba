import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useQueryClient } from '@tanstack/react-query';
import { useNotify } from 'react-admin';
import type { Id } from '../api/types';
import { http } from '../base/http';
import { useT } from '../base/i18n';
import { useIntention } from '../base/useIntention';
import { Modal } from '../components/Modal';
import { TariffField, usePrices } from '../modules/cash/TariffField';
import { useTariffSale } from '../modules/cash/useTariffSale';
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
  const { sell, busy, errors, refusal, price, fields } = useTariffSale(prices);
  const submit = () =>
    sell(async ({ tariff_id, minutes }, payment) => {
      const wanted = { tariff_id, payment };
      await once({ ...wanted, session: target.id }, (idempotencyKey) =>
        http.post(`/api/sessions/${target.id}/add_time/`, wanted, { idempotencyKey }),
      );
      notify(t('desk.added', { minutes: `+${minutes}`, name: target.name }), { type: 'success' });
      for (const key of ['sessions', 'cash']) void client.invalidateQueries({ queryKey: [key] });
      onClose();
    });
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
        <TariffField {...fields} label={t('selling.tariff')} testId="time-tariff" autoFocus error={errors.tariff_id} />
      ) : (
        <Alert severity="info">{t('selling.no_tariff')}</Alert>
      )}
    </Modal>
  );
}

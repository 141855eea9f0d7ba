import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import type { Credit, Id, Sale } from '../../api/types';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { useIntention } from '../../base/useIntention';
import { Modal } from '../../components/Modal';
import { VisitorSearch } from '../../desk/VisitorSearch';
import type { Guest } from '../../desk/VisitorSearch';
import { creditOfSale, useLeft } from './credits';
import { TariffField, usePrices } from './TariffField';
import { useTariffSale } from './useTariffSale';

interface PackDialogProps {
  /** Who buys it; to be searched for when absent. */
  visitor: Guest | null;
  agencyId?: Id;
  onClose: () => void;
  /** In place of the offer to open a session from it. */
  onSold?: (credit: Credit | null) => void;
  /** Opens a session from what was bought. */
  onUse?: (visitorId: Id, creditId: Id) => void;
}

/** Sells a pack to a visitor: hours or sessions to use over several visits. */
export default function PackDialog({ visitor: given, agencyId, onClose, onSold, onUse }: PackDialogProps) {
  const t = useT();
  const left = useLeft();
  const notify = useNotify();
  const client = useQueryClient();
  const once = useIntention();
  const prices = usePrices({ agency_id: agencyId }).filter(({ kind, price_minor }) => kind !== 'duree' && price_minor > 0);
  const [visitor, setVisitor] = useState(given);
  const [bought, setBought] = useState<Credit | null>(null);
  const { sell, busy, errors, refusal, price, fields } = useTariffSale(prices);

  const submit = async () => {
    if (!visitor) return;
    await sell(async ({ tariff_id }, payment) => {
      const wanted = { lines: [{ tariff_id }], visitor_id: visitor.id, payment };
      const sale = await once(wanted, (idempotencyKey) => http.post<Sale>('/api/caisse/ventes/', wanted, { idempotencyKey }));
      notify(t('cash.sold_done', { number: sale.number }), { type: 'success' });
      const credit = await creditOfSale(visitor.id, sale.id).catch(() => null);
      await client.invalidateQueries({ queryKey: ['cash'] });
      if (onSold) onSold(credit);
      else if (credit) setBought(credit);
      else onClose();
    });
  };

  return (
    <Modal
      title={t('packs.sell')}
      testId="pack-dialog"
      refusal={refusal}
      isDone={bought !== null}
      onSubmit={submit}
      onClose={onClose}
      actions={
        <>
          {bought && onUse && visitor && (
            <Button variant="contained" autoFocus onClick={() => onUse(visitor.id, bought.id)} data-testid="use-bought-pack">
              {t('packs.use')}
            </Button>
          )}
          {!bought && (
            <Button type="submit" variant="contained" disabled={busy || !visitor || !price} data-testid="confirm-pack">
              {t('packs.confirm')}
            </Button>
          )}
        </>
      }
    >
      {bought ? (
        <Alert severity="success" data-testid="pack-bought">
          {t('packs.bought', { name: bought.tariff_name, left: left(bought) })}
        </Alert>
      ) : (
        <>
          {given ? (
            <Typography sx={{ fontWeight: 650 }}>
              {given.first_name} {given.last_name}
            </Typography>
          ) : (
            <VisitorSearch value={visitor} onChange={setVisitor} error={errors.visitor_id} />
          )}
          {prices.length > 0 ? (
            <TariffField
              {...fields}
              label={t('packs.which')}
              testId="pack-tariff"
              autoFocus={given !== null}
              error={errors['lines[0].tariff_id']}
            />
          ) : (
            <Alert severity="info">{t('packs.none_on_sale')}</Alert>
          )}
        </>
      )}
    </Modal>
  );
}

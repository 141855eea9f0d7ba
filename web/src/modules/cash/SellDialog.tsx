import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import type { Sale } from '../../api/types';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { minorOf } from '../../base/money';
import { useIntention } from '../../base/useIntention';
import { useSubmit } from '../../base/useSubmit';
import { Modal } from '../../components/Modal';
import { IN_CASH, PaymentFields, paymentOf } from './PaymentFields';

/** Something of its own to sell, such as prints. */
export function SellDialog({ currencies, onClose }: { currencies: string[]; onClose: () => void }) {
  const t = useT();
  const formats = useFormats();
  const notify = useNotify();
  const client = useQueryClient();
  const once = useIntention();
  const [label, setLabel] = useState('');
  const [unit, setUnit] = useState('');
  const [quantity, setQuantity] = useState('1');
  const [currency, setCurrency] = useState(currencies[0] ?? 'EUR');
  const [paying, setPaying] = useState(IN_CASH);
  const { submit, busy, errors, refusal } = useSubmit();
  const price = minorOf(unit, currency);
  const count = Number(quantity);
  const ready = Boolean(label.trim()) && price !== null && price > 0 && Number.isInteger(count) && count > 0;
  const sell = async () => {
    const payment = paymentOf(paying, { price_minor: price ?? 0, currency }, count);
    const wanted = { lines: [{ label, unit_minor: price, quantity: count }], currency, payment };
    const sale = await once(wanted, (idempotencyKey) => http.post<Sale>('/api/caisse/ventes/', wanted, { idempotencyKey }));
    notify(t('cash.sold_done', { number: sale.number }), { type: 'success' });
    await client.invalidateQueries({ queryKey: ['cash'] });
    onClose();
  };
  return (
    <Modal
      title={t('cash.sell')}
      testId="sell-dialog"
      refusal={refusal}
      onSubmit={() => submit(sell)}
      onClose={onClose}
      actions={
        <Button type="submit" variant="contained" disabled={busy || !ready} data-testid="confirm-sell">
          {t('sale_kind.vente')}
        </Button>
      }
    >
      <TextField
        autoFocus
        required
        name="label"
        label={t('cash.label')}
        value={label}
        onChange={(event) => setLabel(event.target.value)}
        slotProps={{ htmlInput: { maxLength: 60 } }}
        sx={{ m: 0 }}
      />
      <Box sx={{ display: 'flex', gap: 1.5 }}>
        <TextField
          required
          name="unit"
          label={t('cash.unit')}
          value={unit}
          onChange={(event) => setUnit(event.target.value)}
          error={Boolean(unit) && price === null}
          slotProps={{ htmlInput: { inputMode: 'decimal' } }}
          sx={{ m: 0, flex: 1 }}
        />
        <TextField
          name="quantity"
          label={t('cash.quantity')}
          value={quantity}
          onChange={(event) => setQuantity(event.target.value.replace(/\D/g, ''))}
          slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 4 } }}
          sx={{ m: 0, width: 100 }}
        />
        <TextField
          select
          name="currency"
          label={t('resources.tariffs.fields.currency')}
          value={currency}
          onChange={(event) => setCurrency(event.target.value)}
          sx={{ m: 0, width: 100 }}
        >
          {currencies.map((code) => (
            <MenuItem key={code} value={code}>
              {code}
            </MenuItem>
          ))}
        </TextField>
      </Box>
      <PaymentFields value={paying} onChange={setPaying} error={errors['payment.reference']} />
      {ready && (
        <Typography sx={{ fontWeight: 650 }}>
          {t('selling.to_pay', { amount: formats.money((price ?? 0) * count, currency) })}
        </Typography>
      )}
    </Modal>
  );
}

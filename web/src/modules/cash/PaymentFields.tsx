import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { METHODS, type Method, type Price } from '../../api/types';
import { useT } from '../../base/i18n';

export interface Paying {
  method: Method;
  reference: string;
}

export const IN_CASH: Paying = { method: 'especes', reference: '' };

/** As the server takes it, with what the payer was told: at another price it sells nothing. */
export function paymentOf({ method, reference }: Paying, told: Pick<Price, 'price_minor' | 'currency'>, count = 1) {
  const expected = { amount_minor: told.price_minor * count, currency: told.currency };
  return { method, reference: method === 'especes' ? null : reference || null, expected };
}

interface PaymentFieldsProps {
  value: Paying;
  onChange: (value: Paying) => void;
  error?: string;
}

/** How something is paid: providers are not called, what they told is typed in. */
export function PaymentFields({ value, onChange, error }: PaymentFieldsProps) {
  const t = useT();
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
      <TextField
        select
        name="method"
        label={t('selling.method')}
        value={value.method}
        onChange={(event) => onChange({ ...value, method: event.target.value as Method })}
        sx={{ m: 0, minWidth: 160 }}
        data-testid="payment-method"
      >
        {METHODS.map((method) => (
          <MenuItem key={method} value={method}>
            {t(`method.${method}`)}
          </MenuItem>
        ))}
      </TextField>
      {value.method !== 'especes' && (
        <TextField
          required
          name="reference"
          label={t('selling.reference')}
          value={value.reference}
          onChange={(event) => onChange({ ...value, reference: event.target.value })}
          error={Boolean(error)}
          helperText={error}
          slotProps={{ htmlInput: { maxLength: 60 } }}
          sx={{ m: 0, flex: 1, minWidth: 180 }}
        />
      )}
    </Box>
  );
}

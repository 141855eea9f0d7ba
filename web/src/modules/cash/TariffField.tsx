import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import type { Id, Price } from '../../api/types';
import { useCan } from '../../base/access';
import { duration, useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { type Paying, PaymentFields } from './PaymentFields';

/** The prices in force: at a station, in an agency, or where the caller works. */
export function usePrices(where: { station_id?: Id; agency_id?: Id }): Price[] {
  const can = useCan();
  const { data = [] } = useQuery({
    queryKey: ['prices', where],
    enabled: can('tarifs:lire'),
    queryFn: ({ signal }) => http.get<{ prices: Price[] }>('/api/tariffs/prix/', where, signal),
    select: ({ prices }) => prices,
  });
  return data;
}

/** What a tariff grants: an hour, ten sessions of an hour, ten hours to use over several visits. */
export function useGrants(): (price: Pick<Price, 'kind' | 'minutes' | 'sessions' | 'valid_days'>) => string {
  const t = useT();
  return ({ kind, minutes, sessions, valid_days }) => {
    const time = duration(minutes * 60);
    if (kind === 'duree') return time;
    const what = kind === 'seances' ? t('selling.sessions_of', { smart_count: sessions ?? 1, time }) : time;
    return t('selling.over_days', { what, smart_count: valid_days ?? 365 });
  };
}

interface TariffFieldProps {
  prices: readonly Price[];
  price: Price | null;
  onPrice: (price: Price | null) => void;
  paying: Paying;
  onPaying: (paying: Paying) => void;
  label: string;
  testId: string;
  autoFocus?: boolean;
  error?: string;
  referenceError?: string;
}

/** A tariff at its price now; and how it is paid, when there is something to pay. */
export function TariffField({ prices, price, onPrice, paying, onPaying, label, testId, autoFocus, error, referenceError }: TariffFieldProps) {
  const t = useT();
  const formats = useFormats();
  const grants = useGrants();
  const chosen = prices.some(({ tariff_id }) => tariff_id === price?.tariff_id) ? price : null;
  return (
    <>
      <TextField
        select
        fullWidth
        autoFocus={autoFocus}
        name="tariff_id"
        label={label}
        value={chosen?.tariff_id ?? ''}
        onChange={(event) => onPrice(prices.find(({ tariff_id }) => tariff_id === event.target.value) ?? null)}
        error={Boolean(error)}
        helperText={error}
        sx={{ m: 0 }}
        data-testid={testId}
      >
        {prices.map((each) => (
          <MenuItem key={each.tariff_id} value={each.tariff_id} data-testid={`tariff-${each.code}`} sx={{ whiteSpace: 'normal' }}>
            {each.name} · {grants(each)} · {each.price_minor ? formats.money(each.price_minor, each.currency) : t('cash.free')}
            {each.rule && ` (${each.rule})`}
          </MenuItem>
        ))}
      </TextField>
      {chosen && chosen.price_minor > 0 && (
        <>
          <PaymentFields value={paying} onChange={onPaying} error={referenceError} />
          <Typography sx={{ fontWeight: 650 }} data-testid="to-pay">
            {t('selling.to_pay', { amount: formats.money(chosen.price_minor, chosen.currency) })}
          </Typography>
        </>
      )}
    </>
  );
}

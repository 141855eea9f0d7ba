import Box from '@mui/material/Box';
import FormHelperText from '@mui/material/FormHelperText';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Credit, Id, Page, Price } from '../../api/types';
import { useCan } from '../../base/access';
import { duration, useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { IN_CASH, type Paying, PaymentFields, paymentOf } from './PaymentFields';

/** What a session is: minutes for nothing, a tariff at its price now, or a part of the visitor's pack. */
export interface Offer {
  kind: 'minutes' | 'tariff' | 'credit';
  price: Price | null;
  credit: Credit | null;
  paying: Paying;
}

export const FOR_NOTHING: Offer = { kind: 'minutes', price: null, credit: null, paying: IN_CASH };

/** As the server takes it. */
export function wishOf({ kind, price, credit, paying }: Offer, minutes: number) {
  if (kind === 'tariff' && price) {
    return { tariff_id: price.tariff_id, payment: price.price_minor > 0 ? paymentOf(paying) : null };
  }
  if (kind === 'credit' && credit) {
    return { credit_id: credit.id, minutes: credit.kind === 'minutes' ? minutes : null };
  }
  return { minutes };
}

/** Whether minutes are to be typed for it. */
export const takesMinutes = ({ kind, credit }: Offer) =>
  kind === 'minutes' || (kind === 'credit' && credit?.kind === 'minutes');

interface OfferFieldProps {
  value: Offer;
  onChange: (value: Offer) => void;
  stationId: Id | null;
  visitorId: Id | null;
  /** Where minutes are typed. */
  children: ReactNode;
  error?: string;
  referenceError?: string;
}

export function OfferField({ value, onChange, stationId, visitorId, children, error, referenceError }: OfferFieldProps) {
  const t = useT();
  const can = useCan();
  const formats = useFormats();
  const { data: prices = [] } = useQuery({
    queryKey: ['prices', stationId],
    enabled: can('tarifs:lire'),
    queryFn: ({ signal }) =>
      http.get<{ prices: Price[] }>('/api/tariffs/prix/', { station_id: stationId ?? undefined }, signal),
    select: (found) => found.prices.filter(({ kind }) => kind === 'duree'),
  });
  const { data: credits = [] } = useQuery({
    queryKey: ['cash', 'credits', visitorId],
    enabled: visitorId !== null && can('caisse:lire'),
    queryFn: ({ signal }) =>
      http.get<Page<Credit>>('/api/caisse/credits/', { visitor_id: visitorId, is_usable: true, expires_from: Date.now() }, signal),
    select: (found) => found.results,
  });
  const left = (credit: Credit) =>
    credit.kind === 'minutes'
      ? duration((credit.granted - credit.used) * 60)
      : t('selling.sessions_left', { smart_count: credit.granted - credit.used });
  const choices: Offer['kind'][] = ['minutes', ...(prices.length ? ['tariff' as const] : []), ...(credits.length ? ['credit' as const] : [])];
  const words = { minutes: t('selling.duration'), tariff: t('selling.tariff'), credit: t('selling.pack') };
  return (
    <Box role="group" aria-label={t('selling.choice')} sx={{ display: 'grid', gap: 1.5 }}>
      {choices.length > 1 && (
        <ToggleButtonGroup
          exclusive
          size="small"
          value={value.kind}
          aria-label={t('selling.choice')}
          onChange={(_, kind: Offer['kind'] | null) =>
            kind && onChange({ ...value, kind, price: prices[0] ?? null, credit: credits[0] ?? null })
          }
        >
          {choices.map((kind) => (
            <ToggleButton key={kind} value={kind} sx={{ px: 1.75, height: 40 }} data-testid={`offer-${kind}`}>
              {words[kind]}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      )}
      {value.kind === 'tariff' && (
        <>
          <TextField
            select
            fullWidth
            name="tariff_id"
            label={t('selling.tariff')}
            value={prices.some(({ tariff_id }) => tariff_id === value.price?.tariff_id) ? value.price?.tariff_id : ''}
            onChange={(event) =>
              onChange({ ...value, price: prices.find(({ tariff_id }) => tariff_id === event.target.value) ?? null })
            }
            sx={{ m: 0 }}
            data-testid="session-tariff"
          >
            {prices.map((price) => (
              <MenuItem key={price.tariff_id} value={price.tariff_id} data-testid={`tariff-${price.code}`}>
                {price.name} · {duration(price.minutes * 60)} ·{' '}
                {price.price_minor ? formats.money(price.price_minor, price.currency) : t('cash.free')}
                {price.rule && ` (${price.rule})`}
              </MenuItem>
            ))}
          </TextField>
          {value.price && value.price.price_minor > 0 && (
            <>
              <PaymentFields
                value={value.paying}
                onChange={(paying) => onChange({ ...value, paying })}
                error={referenceError}
              />
              <Typography sx={{ fontWeight: 650 }} data-testid="to-pay">
                {t('selling.to_pay', { amount: formats.money(value.price.price_minor, value.price.currency) })}
              </Typography>
            </>
          )}
        </>
      )}
      {value.kind === 'credit' && (
        <TextField
          select
          fullWidth
          name="credit_id"
          label={t('selling.pack')}
          value={value.credit?.id ?? ''}
          onChange={(event) => onChange({ ...value, credit: credits.find(({ id }) => id === event.target.value) ?? null })}
          sx={{ m: 0 }}
          data-testid="session-credit"
        >
          {credits.map((credit) => (
            <MenuItem key={credit.id} value={credit.id}>
              {t('selling.pack_left', { name: credit.tariff_name, left: left(credit) })}
            </MenuItem>
          ))}
        </TextField>
      )}
      {takesMinutes(value) && children}
      {error && <FormHelperText error>{error}</FormHelperText>}
    </Box>
  );
}

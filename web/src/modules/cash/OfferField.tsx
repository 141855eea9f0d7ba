import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormHelperText from '@mui/material/FormHelperText';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import type { Credit, Id, Price } from '../../api/types';
import { useCan } from '../../base/access';
import { useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import type { Guest } from '../../desk/VisitorSearch';
import { useCredits, useLeft } from './credits';
import { IN_CASH, type Paying, paymentOf } from './PaymentFields';
import { TariffField, usePrices } from './TariffField';

const PackDialog = lazy(() => import('./PackDialog'));

/** What a session is: minutes for nothing, a tariff at its price now, or a part of the visitor's pack. */
export interface Offer {
  kind: 'minutes' | 'tariff' | 'credit';
  price: Price | null;
  credit: Credit | null;
  paying: Paying;
}

export const FOR_NOTHING: Offer = { kind: 'minutes', price: null, credit: null, paying: IN_CASH };

/** As the server takes it, for so many sessions. */
export function wishOf({ kind, price, credit, paying }: Offer, minutes: number, count = 1) {
  if (kind === 'tariff' && price) {
    return { tariff_id: price.tariff_id, payment: price.price_minor > 0 ? paymentOf(paying, price, count) : null };
  }
  if (kind === 'credit' && credit) {
    return { credit_id: credit.id, minutes: credit.kind === 'minutes' ? minutes : null };
  }
  return { minutes };
}

/** Whether minutes are to be typed for it. */
export const takesMinutes = ({ kind, credit }: Offer) =>
  kind === 'minutes' || (kind === 'credit' && credit?.kind === 'minutes');

/** Whether the tariff or the pack is still to be chosen: without one it would be minutes for nothing. */
export const isOpen = ({ kind, price, credit }: Offer) =>
  (kind === 'tariff' && price === null) || (kind === 'credit' && credit === null);

interface OfferFieldProps {
  value: Offer;
  onChange: (value: Offer) => void;
  stationId: Id | null;
  /** Whose packs may be used. */
  visitor: Guest | null;
  /** The pack to begin with. */
  creditId?: Id | null;
  /** Where minutes are typed. */
  children: ReactNode;
  error?: string;
  referenceError?: string;
}

export function OfferField({ value, onChange, stationId, visitor, creditId, children, error, referenceError }: OfferFieldProps) {
  const t = useT();
  const can = useCan();
  const all = usePrices({ station_id: stationId ?? undefined });
  const prices = all.filter(({ kind }) => kind === 'duree');
  const credits = useCredits(visitor?.id ?? null, { usable: true });
  const sellsPacks = visitor !== null && can('caisse:vendre') && all.some(({ kind }) => kind !== 'duree');
  const first = credits?.find(({ id }) => id === creditId) ?? credits?.[0] ?? null;
  // The pack of who was chosen before is not this visitor's.
  const lost = value.kind === 'credit' && credits !== undefined && !credits.some(({ id }) => id === value.credit?.id);
  useEffect(() => {
    if (lost && value.credit !== first) onChange({ ...value, credit: first });
  });
  const choices: Offer['kind'][] = [
    'minutes',
    ...(prices.length ? ['tariff' as const] : []),
    ...(credits?.length || sellsPacks || value.kind === 'credit' ? ['credit' as const] : []),
  ];
  const words = { minutes: t('selling.duration'), tariff: t('selling.tariff'), credit: t('selling.pack') };
  return (
    <Box role="group" aria-label={t('selling.choice')} sx={{ display: 'grid', gap: 1.5 }}>
      {choices.length > 1 && (
        <ToggleButtonGroup
          exclusive
          size="small"
          value={value.kind}
          aria-label={t('selling.choice')}
          onChange={(_, kind: Offer['kind'] | null) => kind && onChange({ ...value, kind, price: prices[0] ?? null, credit: first })}
        >
          {choices.map((kind) => (
            <ToggleButton key={kind} value={kind} sx={{ px: 1.75, minHeight: 40, lineHeight: 1.2 }} data-testid={`offer-${kind}`}>
              {words[kind]}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      )}
      {value.kind === 'tariff' && (
        <TariffField
          prices={prices}
          price={value.price}
          onPrice={(price) => onChange({ ...value, price })}
          paying={value.paying}
          onPaying={(paying) => onChange({ ...value, paying })}
          label={t('selling.tariff')}
          testId="session-tariff"
          referenceError={referenceError}
        />
      )}
      {value.kind === 'credit' && (
        <PackField
          credits={credits ?? []}
          credit={value.credit}
          onCredit={(credit) => onChange({ ...value, credit })}
          buyer={sellsPacks ? visitor : null}
        />
      )}
      {takesMinutes(value) && children}
      {error && <FormHelperText error>{error}</FormHelperText>}
    </Box>
  );
}

interface PackFieldProps {
  credits: readonly Credit[];
  credit: Credit | null;
  onCredit: (credit: Credit) => void;
  /** To whom a pack can be sold here. */
  buyer: Guest | null;
}

/** Which of the visitor's packs the session is taken from; or a new one, sold on the spot. */
function PackField({ credits, credit, onCredit, buyer }: PackFieldProps) {
  const t = useT();
  const formats = useFormats();
  const left = useLeft();
  const [selling, setSelling] = useState(false);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: 1 }}>
      {credits.length > 0 && (
        <TextField
          select
          name="credit_id"
          label={t('selling.pack')}
          value={credits.some(({ id }) => id === credit?.id) ? credit?.id : ''}
          onChange={(event) => {
            const found = credits.find(({ id }) => id === event.target.value);
            if (found) onCredit(found);
          }}
          helperText={credit && t('packs.until', { date: formats.instant(credit.expires_at) })}
          sx={{ m: 0, flex: 1, minWidth: 220 }}
          data-testid="session-credit"
        >
          {credits.map((each) => (
            <MenuItem key={each.id} value={each.id} sx={{ whiteSpace: 'normal' }}>
              {t('selling.pack_left', { name: each.tariff_name, left: left(each) })}
            </MenuItem>
          ))}
        </TextField>
      )}
      {buyer && (
        <Button variant="outlined" onClick={() => setSelling(true)} sx={{ minHeight: 40 }} data-testid="sell-pack">
          {t('packs.sell')}
        </Button>
      )}
      <Suspense>
        {selling && buyer && (
          <PackDialog
            visitor={buyer}
            onClose={() => setSelling(false)}
            onSold={(bought) => {
              setSelling(false);
              if (bought) onCredit(bought);
            }}
          />
        )}
      </Suspense>
    </Box>
  );
}

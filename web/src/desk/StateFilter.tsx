import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { alpha } from '@mui/material/styles';
import { useSyncExternalStore } from 'react';
import type { StationState } from '../api/frames';
import { type Key, useT } from '../base/i18n';
import { ticker } from '../base/ticker';
import { ToneIcon } from '../components/ToneChip';
import type { Tone } from '../theme';
import { toneNow } from './rooms';

/** The states in the order of what a desk looks for, and their words where several looks share one. */
const STATES: [Tone, Key][] = [
  ['free', 'station_statut.disponible'],
  ['busy', 'station_statut.occupe'],
  ['soon', 'station_presence.soon'],
  ['paused', 'station_presence.paused'],
  ['lost', 'station_presence.lost'],
  ['reserved', 'station_statut.reserve'],
  ['repair', 'station_statut.maintenance'],
  ['off', 'station_presence.off'],
];

export const TONES: readonly Tone[] = STATES.map(([tone]) => tone);

interface StateFilterProps {
  stations: StationState[];
  chosen: ReadonlySet<Tone>;
  onChange: (tones: ReadonlySet<Tone>) => void;
}

/** How many stations are in each state; pressed, the plan shows those only. */
export function StateFilter({ stations, chosen, onChange }: StateFilterProps) {
  const t = useT();
  // Text compares by value: one drawing per change, although the count is made at each tick.
  const counts = useSyncExternalStore(ticker.subscribe, () => {
    const found = new Map<Tone, number>();
    for (const station of stations) {
      const tone = toneNow(station);
      found.set(tone, (found.get(tone) ?? 0) + 1);
    }
    return TONES.map((tone) => found.get(tone) ?? 0).join();
  }).split(',');
  const toggle = (tone: Tone) => {
    const next = new Set(chosen);
    if (!next.delete(tone)) next.add(tone);
    onChange(next);
  };
  return (
    <Box role="group" aria-label={t('floor.filter.states')} sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.75, mb: 1.5 }}>
      {STATES.map(([tone, word], index) =>
        counts[index] === '0' && !chosen.has(tone) ? null : (
          <ButtonBase
            key={tone}
            aria-pressed={chosen.has(tone)}
            data-testid={`state-${tone}`}
            onClick={() => toggle(tone)}
            sx={(theme) => ({
              font: 'inherit',
              fontSize: '0.82rem',
              fontWeight: 600,
              gap: 0.6,
              px: 1,
              height: 28,
              borderRadius: 1,
              color: 'text.primary',
              bgcolor: chosen.has(tone) ? alpha(theme.palette.tone[tone], 0.14) : 'background.paper',
              border: `1px solid ${chosen.has(tone) ? theme.palette.tone[tone] : theme.palette.line}`,
              transition: 'background-color 120ms, border-color 120ms',
              '&:hover': { borderColor: theme.palette.tone[tone] },
            })}
          >
            <ToneIcon tone={tone} size={15} />
            {t(word)}
            <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums', color: 'text.secondary' }}>
              {counts[index]}
            </Box>
          </ButtonBase>
        ),
      )}
    </Box>
  );
}

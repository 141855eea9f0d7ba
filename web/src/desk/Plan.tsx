import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { type KeyboardEvent, useCallback, useRef } from 'react';
import type { StationState } from '../api/frames';
import type { Id } from '../api/types';
import { useT } from '../base/i18n';
import { useBoard } from './board';
import { Tile } from './Tile';

interface PlanProps {
  stations: StationState[];
  zones: ReadonlyMap<Id, string | null>;
  chosen: Id | null;
  onChoose: (id: Id | null) => void;
}

const GRID = {
  display: 'grid',
  gap: 1,
  gridTemplateColumns: 'repeat(auto-fill, minmax(146px, 1fr))',
};

export function Plan({ stations, zones, chosen, onChoose }: PlanProps) {
  const t = useT();
  const loaded = useBoard((state) => state.loaded);
  const grid = useRef<HTMLDivElement>(null);
  const current = useRef(chosen);
  current.current = chosen;
  // The same function for every tile and every choice, or one click would draw all of them.
  const toggle = useCallback((id: Id) => onChoose(current.current === id ? null : id), [onChoose]);

  if (!loaded) {
    return (
      <Box sx={GRID} aria-busy>
        {Array.from({ length: 12 }, (_, index) => (
          <Skeleton key={index} variant="rounded" height={94} sx={{ borderRadius: 1.75 }} />
        ))}
      </Box>
    );
  }
  if (stations.length === 0) {
    return (
      <Box sx={{ py: 8, textAlign: 'center' }}>
        <Typography variant="h6" component="p">
          {t('desk.no_station')}
        </Typography>
        <Typography color="textSecondary">{t('desk.no_station_hint')}</Typography>
      </Box>
    );
  }
  return (
    <Box
      ref={grid}
      role="group"
      aria-label={t('desk.stations')}
      sx={GRID}
      onKeyDown={(event) => move(event, grid.current)}
    >
      {stations.map((station) => (
        <Tile
          key={station.id}
          station={station}
          zone={zones.get(station.id) ?? null}
          chosen={station.id === chosen}
          onChoose={toggle}
        />
      ))}
    </Box>
  );
}

/** Arrows go from tile to tile as the eye does. */
function move(event: KeyboardEvent, grid: HTMLElement | null) {
  if (!grid || !(document.activeElement instanceof HTMLElement)) return;
  const tiles = [...grid.children] as HTMLElement[];
  const at = tiles.indexOf(document.activeElement);
  if (at < 0) return;
  const top = tiles[0]?.offsetTop;
  const columns = tiles.findIndex((tile) => tile.offsetTop !== top);
  const row = columns > 0 ? columns : tiles.length;
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -row, ArrowDown: row };
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  tiles[at + step]?.focus();
}

import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import type { Theme } from '@mui/material/styles';
import { memo, useCallback, useEffect, useRef } from 'react';
import type { StationState } from '../api/frames';
import type { Id } from '../api/types';
import { isForThePage } from '../base/hotkeys';
import { useT } from '../base/i18n';
import { useBoard } from './board';
import { ARROWS, type Arrow, nextTo, sizeOf } from './layout';
import { marks } from './marked';
import { byRoom } from './rooms';
import { Tile } from './Tile';

interface PlanProps {
  stations: StationState[];
  chosen: Id | null;
  onChoose: (id: Id | null) => void;
  /** Whether the arrows choose what they go to: where the panel does not cover the plan. */
  follow: boolean;
}

const FLOW = { display: 'grid', gap: 1, gridTemplateColumns: 'repeat(auto-fill, minmax(146px, 1fr))' };

export function Plan({ stations, chosen, onChoose, follow }: PlanProps) {
  const t = useT();
  const loaded = useBoard((state) => state.loaded);
  const known = useBoard((state) => state.stations.size);
  const plan = useRef<HTMLDivElement>(null);
  const current = useRef(chosen);
  current.current = chosen;
  // The same function for every tile and every choice, or one click would draw all of them.
  const toggle = useCallback(
    (id: Id, together: boolean) => {
      if (together) marks.toggle(id);
      else onChoose(current.current === id ? null : id);
    },
    [onChoose],
  );
  useArrows(plan, follow ? onChoose : undefined);

  if (!loaded) {
    return (
      <Box sx={FLOW} aria-busy>
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
          {t(known > 0 ? 'floor.filter.none' : 'desk.no_station')}
        </Typography>
        <Typography color="textSecondary">{t(known > 0 ? 'floor.filter.none_hint' : 'desk.no_station_hint')}</Typography>
      </Box>
    );
  }
  const rooms = byRoom(stations);
  return (
    <Box ref={plan} role="group" aria-label={t('desk.stations')} sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
      {rooms.map(([name, members]) => (
        <Room key={name ?? ''} name={name} titled={rooms.length > 1} stations={members} chosen={chosen} onChoose={toggle} />
      ))}
    </Box>
  );
}

interface RoomProps {
  name: string | null;
  titled: boolean;
  stations: StationState[];
  chosen: Id | null;
  onChoose: (id: Id, together: boolean) => void;
}

/** A room, as it was arranged; on a phone its stations follow one another in the same order. */
const Room = memo(function Room({ name, titled, stations, chosen, onChoose }: RoomProps) {
  const t = useT();
  const phone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const places = new Map(stations.flatMap(({ id, plan }) => (plan ? [[id, plan] as const] : [])));
  const placed = !phone && places.size > 0;
  const inOrder =
    places.size > 0
      ? [...stations].sort((a, b) => (a.plan?.y ?? 99) - (b.plan?.y ?? 99) || (a.plan?.x ?? 99) - (b.plan?.x ?? 99))
      : stations;
  return (
    <Box component="section" sx={{ minWidth: 0 }}>
      {titled && (
        <Typography component="h2" variant="subtitle2" color="textSecondary" sx={{ mb: 0.75 }}>
          {name ?? t('desk.no_zone')}
        </Typography>
      )}
      <Box
        data-testid={`room-${name ?? ''}`}
        sx={
          placed
            ? {
                display: 'grid',
                gap: 1,
                // The ring around a chosen tile is drawn outside of it.
                p: 0.6,
                m: -0.6,
                overflowX: 'auto',
                gridTemplateColumns: `repeat(${sizeOf(places).columns}, minmax(138px, 200px))`,
                gridAutoRows: '94px',
              }
            : FLOW
        }
      >
        {inOrder.map((station) => (
          <Tile
            key={station.id}
            station={station}
            chosen={station.id === chosen}
            x={placed ? station.plan?.x : undefined}
            y={placed ? station.plan?.y : undefined}
            onChoose={onChoose}
          />
        ))}
      </Box>
    </Box>
  );
});

/** Arrows go from tile to tile as the eye does, through all rooms. */
function useArrows(plan: React.RefObject<HTMLElement | null>, onGo: ((id: Id) => void) | undefined) {
  const go = useRef(onGo);
  go.current = onGo;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const active = document.activeElement;
      const here = plan.current?.contains(active);
      if (!plan.current || !ARROWS.includes(event.key as Arrow) || !isForThePage(event)) return;
      if (!here && active !== document.body) return;
      const tiles = [...plan.current.querySelectorAll<HTMLElement>('[data-station]')];
      const at = tiles.findIndex((tile) => tile === active || (!here && tile.getAttribute('aria-pressed') === 'true'));
      const boxes = tiles.map((tile) => tile.getBoundingClientRect());
      const tile = at < 0 ? tiles[0] : tiles[nextTo(boxes, at, event.key as Arrow)];
      event.preventDefault();
      if (!tile) return;
      tile.focus();
      const id = tile.dataset.station;
      if (id) go.current?.(id);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [plan]);
}

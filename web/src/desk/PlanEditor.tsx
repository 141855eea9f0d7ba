import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import CircularProgress from '@mui/material/CircularProgress';
import Typography from '@mui/material/Typography';
import { alpha } from '@mui/material/styles';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useGetList, useNotify } from 'react-admin';
import type { PlanPlace, StationState } from '../api/frames';
import type { Id, Zone } from '../api/types';
import { http } from '../base/http';
import { useT } from '../base/i18n';
import { reasonOf } from '../base/problem';
import { arranged, ARROWS, type Arrow, moved, type Places, SIDE, sizeOf } from './layout';
import { byRoom, useRoom } from './rooms';

/** The longest list of rooms that the server gives at once. */
const ROOMS = 200;

/** Puts stations where they stand in their room: dragged, or moved with the arrows. */
export default function PlanEditor({ zone, onDone }: { zone: string | null; onDone: () => void }) {
  const t = useT();
  const notify = useNotify();
  const stations = useRoom(zone);
  const rooms = byRoom(stations).flatMap(([name, members]) => (name === null ? [] : [{ name, members }]));
  const { data: zones, isPending } = useGetList<Zone>('zones', {
    pagination: { page: 1, perPage: ROOMS },
    sort: { field: 'name', order: 'ASC' },
  });
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Places>>(new Map());
  const [busy, setBusy] = useState(false);
  const placesOf = (name: string, members: StationState[]) => drafts.get(name) ?? arranged(members);

  const save = async () => {
    setBusy(true);
    try {
      for (const [name, places] of drafts) {
        const room = zones?.find((candidate) => candidate.name === name);
        if (!room) continue;
        const placed = [...places].map(([id, { x, y }]) => ({ id, x, y }));
        await http.post(`/api/zones/${room.id}/plan/`, { stations: placed });
      }
      notify(t('floor.plan.saved'), { type: 'success', autoHideDuration: 2500 });
      onDone();
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error', autoHideDuration: 8000 });
    } finally {
      setBusy(false);
    }
  };

  return (
    <Box data-testid="plan-editor">
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1, mb: 1.5 }}>
        <Typography color="textSecondary" sx={{ flex: 1, minWidth: 220 }}>
          {t('floor.plan.how')}
        </Typography>
        <Button onClick={onDone}>{t('app.cancel')}</Button>
        <Button
          variant="contained"
          disabled={busy || isPending || drafts.size === 0}
          onClick={() => void save()}
          data-testid="save-plan"
          startIcon={busy ? <CircularProgress size={16} color="inherit" /> : undefined}
        >
          {t('floor.plan.save')}
        </Button>
      </Box>
      {rooms.length === 0 && <Alert severity="info">{t('floor.plan.no_room')}</Alert>}
      {rooms.map(({ name, members }) => (
        <Box component="section" key={name} sx={{ mb: 2 }}>
          <Typography component="h2" variant="subtitle2" color="textSecondary" sx={{ mb: 0.75 }}>
            {name}
          </Typography>
          <RoomGrid
            name={name}
            stations={members}
            places={placesOf(name, members)}
            onMove={(places) => setDrafts((before) => new Map(before).set(name, places))}
          />
        </Box>
      ))}
    </Box>
  );
}

interface RoomGridProps {
  name: string;
  stations: StationState[];
  places: Places;
  onMove: (places: Places) => void;
}

const WIDTH = 104;
const HEIGHT = 52;
const GAP = 8;
const STEPS: Record<Arrow, PlanPlace> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

function RoomGrid({ name, stations, places, onMove }: RoomGridProps) {
  const t = useT();
  const grid = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState<Id | null>(null);
  /** How all stood when the drag began: what it passes over goes back. */
  const before = useRef(places);
  const { columns, rows } = sizeOf(places);
  // Room to move to on the right and below.
  const size = { columns: Math.min(SIDE, Math.max(8, columns + 2)), rows: Math.min(SIDE, Math.max(3, rows + 2)) };

  const cellAt = (event: PointerEvent): PlanPlace | null => {
    const box = grid.current?.getBoundingClientRect();
    if (!box || !grid.current) return null;
    const x = Math.floor((event.clientX - box.left + grid.current.scrollLeft) / (WIDTH + GAP));
    const y = Math.floor((event.clientY - box.top) / (HEIGHT + GAP));
    return x < 0 || y < 0 || x >= size.columns || y >= size.rows ? null : { x, y };
  };
  const drag = (event: PointerEvent) => {
    if (!held) return;
    const to = cellAt(event);
    if (to) onMove(moved(before.current, held, to));
  };
  const step = (event: KeyboardEvent, id: Id) => {
    const place = places.get(id);
    if (!place || !ARROWS.includes(event.key as Arrow)) return;
    event.preventDefault();
    const { x, y } = STEPS[event.key as Arrow];
    onMove(moved(places, id, { x: place.x + x, y: place.y + y }));
  };

  return (
    <Box
      ref={grid}
      data-testid={`grid-${name}`}
      onPointerMove={drag}
      onPointerUp={() => setHeld(null)}
      onPointerCancel={() => setHeld(null)}
      sx={(theme) => ({
        display: 'grid',
        gap: `${GAP}px`,
        gridTemplateColumns: `repeat(${size.columns}, ${WIDTH}px)`,
        gridTemplateRows: `repeat(${size.rows}, ${HEIGHT}px)`,
        overflowX: 'auto',
        backgroundImage: `linear-gradient(${theme.palette.line} 1px, transparent 1px), linear-gradient(90deg, ${theme.palette.line} 1px, transparent 1px)`,
        backgroundSize: `${WIDTH + GAP}px ${HEIGHT + GAP}px`,
        backgroundPosition: `-${GAP / 2}px -${GAP / 2}px`,
        backgroundAttachment: 'local',
      })}
    >
      {stations.map((station) => {
        const place = places.get(station.id);
        if (!place) return null;
        return (
          <Box
            key={station.id}
            component="button"
            type="button"
            aria-label={t('floor.plan.place', { name: station.name, column: place.x + 1, row: place.y + 1 })}
            data-testid={`place-${station.name}`}
            data-cell={`${place.x},${place.y}`}
            onPointerDown={(event: PointerEvent<HTMLElement>) => {
              event.currentTarget.setPointerCapture(event.pointerId);
              before.current = places;
              setHeld(station.id);
            }}
            onKeyDown={(event: KeyboardEvent) => step(event, station.id)}
            style={{ gridColumnStart: place.x + 1, gridRowStart: place.y + 1 }}
            sx={(theme) => ({
              font: 'inherit',
              fontWeight: 700,
              borderRadius: 1.5,
              cursor: held === station.id ? 'grabbing' : 'grab',
              touchAction: 'none',
              userSelect: 'none',
              color: 'text.primary',
              bgcolor: held === station.id ? alpha(theme.palette.primary.main, 0.14) : 'background.paper',
              border: `1px solid ${held === station.id ? theme.palette.primary.main : theme.palette.line}`,
              boxShadow: held === station.id ? 4 : 0,
              transition: 'box-shadow 120ms, background-color 120ms',
            })}
          >
            {station.name}
          </Box>
        );
      })}
    </Box>
  );
}

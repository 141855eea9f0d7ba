import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Checkbox from '@mui/material/Checkbox';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { memo } from 'react';
import type { StationState } from '../api/frames';
import type { Id } from '../api/types';
import { useT } from '../base/i18n';
import { ToneChip } from '../components/ToneChip';
import { useBoard } from './board';
import { marks, useMarked, useMarks } from './marked';
import { useClock, useLook } from './time';

interface StationTableProps {
  stations: StationState[];
  chosen: Id | null;
  onChoose: (id: Id | null) => void;
}

/** The same stations as the plan, in lines. */
export default function StationTable({ stations, chosen, onChoose }: StationTableProps) {
  const t = useT();
  const marked = useMarks();
  const all = stations.length > 0 && stations.every(({ id }) => marked.has(id));
  return (
    <Card sx={{ overflowX: 'auto' }}>
      <Table size="small" aria-label={t('desk.stations')}>
        <TableHead>
          <TableRow>
            <TableCell padding="checkbox">
              <Checkbox
                size="small"
                checked={all}
                indeterminate={!all && marked.size > 0}
                onChange={() => (all ? marks.clear() : marks.set(stations.map(({ id }) => id)))}
                slotProps={{ input: { 'aria-label': t('floor.bulk.mark_all') } }}
              />
            </TableCell>
            <TableCell>{t('resources.stations.fields.name')}</TableCell>
            <TableCell>{t('resources.stations.fields.statut')}</TableCell>
            <TableCell align="right">{t('resources.sessions.fields.remaining_s')}</TableCell>
            <TableCell>{t('resources.sessions.fields.visitor_name')}</TableCell>
            <TableCell>{t('resources.stations.fields.zone')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {stations.map((station) => (
            <Row
              key={station.id}
              station={station}
              chosen={station.id === chosen}
              onChoose={onChoose}
            />
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

interface RowProps {
  station: StationState;
  chosen: boolean;
  onChoose: (id: Id | null) => void;
}

const Row = memo(function Row({ station, chosen, onChoose }: RowProps) {
  const t = useT();
  const session = useBoard((state) => state.byStation.get(station.id));
  const { tone, word } = useLook(station, session);
  const time = useClock(session);
  const marked = useMarked(station.id);
  return (
    <TableRow hover selected={chosen} onClick={() => onChoose(station.id)} sx={{ cursor: 'pointer' }}>
      <TableCell padding="checkbox" onClick={(event) => event.stopPropagation()}>
        <Checkbox
          size="small"
          checked={marked}
          onChange={() => marks.toggle(station.id)}
          slotProps={{ input: { 'aria-label': t('floor.bulk.mark', { name: station.name }) } }}
        />
      </TableCell>
      <TableCell>
        <Box
          component="button"
          type="button"
          aria-pressed={chosen}
          sx={{
            all: 'unset',
            cursor: 'pointer',
            fontWeight: 650,
            whiteSpace: 'nowrap',
            '&:focus-visible': { outline: '2px solid', outlineOffset: 2 },
          }}
        >
          {station.name}
        </Box>
      </TableCell>
      <TableCell>
        <ToneChip tone={tone}>{t(word)}</ToneChip>
      </TableCell>
      <TableCell align="right" sx={{ fontVariantNumeric: 'tabular-nums', fontWeight: 650 }}>
        {time ?? '—'}
      </TableCell>
      <TableCell>{session ? session.visitor_name || t('desk.anonymous') : ''}</TableCell>
      <TableCell>{station.zone ?? ''}</TableCell>
    </TableRow>
  );
});

import Box from '@mui/material/Box';
import { Link } from 'react-router-dom';
import { DateInput, ReferenceInput, SelectInput, TextInput } from 'react-admin';
import type { BootStart } from '../../api/types';
import { duration } from '../../base/format';
import { useT } from '../../base/i18n';
import { ToneChip } from '../../components/ToneChip';
import type { Entity } from '../../crud/entity';
import type { Tone } from '../../theme';
import { secondsTo, STAGES, type StartState, stateOf } from './stages';

const TONES: Record<StartState, Tone> = { up: 'free', failed: 'lost', underway: 'busy', silent: 'off' };

/** Whether it came up, and in how long. */
export function State({ start }: { start: BootStart }) {
  const t = useT();
  const state = stateOf(start, Date.now());
  const seconds = secondsTo(start, 'client');
  return (
    <ToneChip tone={TONES[state]} className={`start-${state}`}>
      {state === 'up' && seconds !== null ? t('images.up_in', { time: duration(seconds) }) : t(`images.${state}`)}
    </ToneChip>
  );
}

/** How many seconds each stage took to reach, and what failed. */
export function Stages({ start }: { start: BootStart }) {
  const t = useT();
  const reached = STAGES.map((stage) => ({ stage, seconds: secondsTo(start, stage) }));
  return (
    <Box component="span" sx={{ display: 'inline-flex', flexWrap: 'wrap', columnGap: 1.5 }}>
      {reached.map(({ stage, seconds }) => (
        <Box key={stage} component="span" sx={{ whiteSpace: 'nowrap', color: seconds === null ? 'text.secondary' : undefined }}>
          {t(`images.stage.${stage}`)} {seconds === null ? '—' : duration(seconds)}
        </Box>
      ))}
      {start.fault && (
        <Box component="span" sx={{ color: 'error.main', overflowWrap: 'anywhere' }}>
          {start.fault}
        </Box>
      )}
    </Box>
  );
}

function Version({ start }: { start: BootStart }) {
  const t = useT();
  return (
    <>
      {start.profile} {start.version}
      {start.is_fallback && (
        <Box component="span" sx={{ ml: 1 }}>
          <ToneChip tone="soon">{t('images.fallback')}</ToneChip>
        </Box>
      )}
    </>
  );
}

function StationOf({ start }: { start: BootStart }) {
  const t = useT();
  if (start.station_id === null) return t('images.unknown');
  return (
    <Box
      component={Link}
      to={`/stations/${start.station_id}/show`}
      onClick={(event) => event.stopPropagation()}
      sx={{ color: 'primary.main' }}
    >
      {start.station_name}
    </Box>
  );
}

const yesNo = [
  { id: 'true', name: 'app.yes' },
  { id: 'false', name: 'app.no' },
];

export const start: Entity<BootStart> = {
  name: 'starts',
  title: ['station_name'],
  sort: { field: 'asked_at', order: 'DESC' },
  filters: [
    <ReferenceInput source="station_id" reference="stations" sort={{ field: 'name', order: 'ASC' }}>
      <SelectInput label="resources.starts.fields.station_name" optionText="name" />
    </ReferenceInput>,
    <TextInput source="zone" />,
    <TextInput source="version" />,
    <SelectInput source="has_failed" choices={yesNo} />,
    <SelectInput source="has_come_up" choices={yesNo} />,
    <SelectInput source="is_fallback" choices={yesNo} />,
    <DateInput source="asked_from" />,
    <DateInput source="asked_to" />,
  ],
  fields: [
    { source: 'asked_at', kind: 'instant', on: ['list'], sort: true },
    { source: 'station_name', on: ['list'], sort: true, cell: (record) => <StationOf start={record} /> },
    { source: 'zone', on: ['list'] },
    { source: 'version', on: ['list'], sort: true, cell: (record) => <Version start={record} /> },
    { source: 'client_at', on: ['list'], sort: true, cell: (record) => <State start={record} /> },
    { source: 'fault', on: ['list'], cell: (record) => <Stages start={record} /> },
    { source: 'firmware', on: ['list'] },
    { source: 'mac', on: ['list'] },
  ],
};

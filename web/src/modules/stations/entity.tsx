import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import { BooleanInput, SelectInput, TextInput } from 'react-admin';
import { STATION_STATUTS, type Station, type StationStatut } from '../../api/types';
import { useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import { ToneChip } from '../../components/ToneChip';
import type { Entity } from '../../crud/entity';
import type { Tone } from '../../theme';
import { SessionLink } from '../sessions/SessionLink';

const TONES: Record<StationStatut, Tone> = {
  disponible: 'free',
  occupe: 'busy',
  reserve: 'reserved',
  maintenance: 'repair',
  hors_ligne: 'off',
};

function StatutChip({ statut }: { statut: StationStatut }) {
  const t = useT();
  return (
    <ToneChip tone={TONES[statut]} className={`statut-${statut}`}>
      {t(`station_statut.${statut}`)}
    </ToneChip>
  );
}

function Presence({ online }: { online: boolean }) {
  const t = useT();
  return (
    <Box
      component="span"
      className={online ? 'en-ligne' : 'hors-ligne'}
      sx={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 0.75,
        whiteSpace: 'nowrap',
        color: online ? 'success.main' : 'error.main',
        fontWeight: 550,
        '&::before': {
          content: '""',
          width: 9,
          height: 9,
          borderRadius: online ? '50%' : 0.4,
          backgroundColor: 'currentColor',
        },
      }}
    >
      {t(online ? 'station_presence.online' : 'station_presence.offline')}
    </Box>
  );
}

function Seen({ at }: { at: number | null }) {
  const formats = useFormats();
  return at === null ? '—' : formats.ago(at, Date.now());
}

/** A station of another kind is marked; ours are what one expects. */
export function OriginMark({ origin }: { origin: Station['origin'] }) {
  const t = useT();
  const text = t(`station_origin.${origin}`);
  return origin === 'guichet' ? text : <Chip size="small" variant="outlined" label={text} data-testid="origin" />;
}

const origins = (['guichet', 'libki'] as const).map((id) => ({ id, name: `station_origin.${id}` }));
const statuts = STATION_STATUTS.map((id) => ({ id, name: `station_statut.${id}` }));

export const station: Entity<Station> = {
  name: 'stations',
  title: ['name'],
  sort: { field: 'name', order: 'ASC' },
  filters: [
    <SelectInput source="statut" choices={statuts} />,
    <TextInput source="zone" />,
    <SelectInput source="origin" choices={origins} />,
    <BooleanInput source="en_ligne" defaultValue />,
  ],
  fields: [
    { source: 'name', on: ['list', 'show', 'form'], sort: true, required: true },
    { source: 'zone', on: ['list', 'show', 'form'] },
    { source: 'statut', on: ['list', 'show'], sort: true, cell: ({ statut }) => <StatutChip statut={statut} /> },
    { source: 'en_ligne', on: ['list', 'show'], cell: ({ en_ligne }) => <Presence online={en_ligne} /> },
    {
      source: 'session_active',
      on: ['list', 'show'],
      cell: ({ session_active: open }) => (open ? <SessionLink session={open} /> : '—'),
    },
    { source: 'ip', on: ['list', 'show', 'form'] },
    { source: 'mac', on: ['show', 'form'] },
    { source: 'origin', on: ['list', 'show'], cell: ({ origin }) => <OriginMark origin={origin} /> },
    { source: 'client_version', on: ['show'] },
    {
      source: 'last_seen_at',
      on: ['list', 'show'],
      sort: true,
      kind: 'instant',
      cell: (row) => <Seen at={row.last_seen_at} />,
    },
    { source: 'enrolled_at', kind: 'instant', on: ['show'] },
    { source: 'fingerprint', on: ['show'] },
    { source: 'identity_conflict_at', kind: 'instant', on: ['show'] },
    { source: 'mac_copied_at', kind: 'instant', on: ['show'] },
    { source: 'created_at', kind: 'instant', on: ['show'] },
  ],
};

import LockOutlined from '@mui/icons-material/LockOutlined';
import MeetingRoom from '@mui/icons-material/MeetingRoomOutlined';
import MessageOutlined from '@mui/icons-material/MessageOutlined';
import PowerSettingsNew from '@mui/icons-material/PowerSettingsNew';
import RestartAlt from '@mui/icons-material/RestartAlt';
import SystemUpdateAlt from '@mui/icons-material/SystemUpdateAlt';
import WbSunny from '@mui/icons-material/WbSunnyOutlined';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { type ReactNode, useState } from 'react';
import { useGetList } from 'react-admin';
import { STATION_COMMANDS, type Station, type StationCommand, type Zone } from '../../api/types';
import { useCan } from '../../base/access';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { TogetherDialog } from '../../components/TogetherDialog';
import { ToneIcon } from '../../components/ToneChip';
import { type Choice, type Frame, Together } from '../../crud/Together';
import { commandStation, type Mark, MARKS, markStation } from '../../desk/actions';
import { MessageField } from '../../desk/MessageField';
import type { Tone } from '../../theme';

const TONES: Record<Mark, Tone> = { disponible: 'free', maintenance: 'repair', hors_ligne: 'off' };
const ICONS: Record<StationCommand, ReactNode> = {
  lock: <LockOutlined />,
  message: <MessageOutlined />,
  restart: <RestartAlt />,
  shutdown: <PowerSettingsNew />,
  update: <SystemUpdateAlt />,
  wake: <WbSunny />,
};
/** These take the screen away from whoever sits there. */
const ROUGH: ReadonlySet<StationCommand> = new Set(['restart', 'shutdown']);

export function StationsTogether() {
  const t = useT();
  const can = useCan();
  const marks = (Object.keys(MARKS) as Mark[]).map(
    (to): Choice<Station> => ({
      name: to,
      label: t(`desk.mark_${to}`),
      icon: <ToneIcon tone={TONES[to]} size={20} />,
      one: ({ id }) => markStation(id, to),
    }),
  );
  const room: Choice<Station> = {
    name: 'zone',
    label: t('together.zone'),
    icon: <MeetingRoom />,
    dialog: (frame) => <ZoneTogether {...frame} />,
  };
  const commands = STATION_COMMANDS.map(
    (kind): Choice<Station> => ({
      name: kind,
      label: t(`command.${kind}`),
      icon: ICONS[kind],
      rough: ROUGH.has(kind),
      text: ROUGH.has(kind) ? t('together.rough_station') : undefined,
      one: ({ id }) => commandStation(id, kind),
      dialog: kind === 'message' ? (frame) => <MessageTogether {...frame} /> : undefined,
    }),
  );
  const choices = [...(can('postes:modifier') ? [...marks, room] : []), ...(can('postes:commander') ? commands : [])];
  return <Together choices={choices} nameOf={({ name }) => name} />;
}

function MessageTogether(frame: Frame<Station>) {
  const [text, setText] = useState('');
  return (
    <TogetherDialog {...frame} asks ready={text.trim() !== ''} one={({ id }) => commandStation(id, 'message', text.trim())}>
      <MessageField value={text} onChange={setText} />
    </TogetherDialog>
  );
}

function ZoneTogether(frame: Frame<Station>) {
  const t = useT();
  const [zone, setZone] = useState('');
  const { data: zones = [] } = useGetList<Zone>('zones', { pagination: { page: 1, perPage: 200 }, sort: { field: 'name', order: 'ASC' } });
  const names = [...new Set(zones.map(({ name }) => name))];
  return (
    <TogetherDialog
      {...frame}
      asks
      ready={zone !== ''}
      one={async (station) =>
        station.zone !== zone && http.patch(`/api/postes/${station.id}/`, { zone }, { version: station.version })
      }
    >
      <TextField
        select
        autoFocus
        fullWidth
        name="zone"
        label={t('resources.stations.fields.zone')}
        value={zone}
        onChange={(event) => setZone(event.target.value)}
        sx={{ mt: 1.5 }}
        data-testid="together-zone-field"
      >
        {names.map((name) => (
          <MenuItem key={name} value={name}>
            {name}
          </MenuItem>
        ))}
      </TextField>
    </TogetherDialog>
  );
}

import DesktopWindows from '@mui/icons-material/DesktopWindowsOutlined';
import LockOpenOutlined from '@mui/icons-material/LockOpenOutlined';
import LockOutlined from '@mui/icons-material/LockOutlined';
import MessageOutlined from '@mui/icons-material/MessageOutlined';
import Bedtime from '@mui/icons-material/BedtimeOutlined';
import MoreVert from '@mui/icons-material/MoreVert';
import PowerSettingsNew from '@mui/icons-material/PowerSettingsNew';
import RestartAlt from '@mui/icons-material/RestartAlt';
import SystemUpdateAlt from '@mui/icons-material/SystemUpdateAlt';
import WbSunny from '@mui/icons-material/WbSunnyOutlined';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Divider from '@mui/material/Divider';
import IconButton from '@mui/material/IconButton';
import ListItemIcon from '@mui/material/ListItemIcon';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Tooltip from '@mui/material/Tooltip';
import { type ComponentType, useState } from 'react';
import { Confirm } from 'react-admin';
import type { StationState } from '../api/frames';
import { LIBKI_COMMANDS, type LibkiCommand, STATION_COMMANDS, type Station as StationRow, type StationCommand } from '../api/types';
import { useCan } from '../base/access';
import { useT } from '../base/i18n';
import { KeyHint } from '../components/KeyHint';
import { ToneIcon } from '../components/ToneChip';
import type { Tone } from '../theme';
import { MARKS, type Mark, useStationActions } from './actions';
import { MessageField } from './MessageField';

type Command = StationCommand | LibkiCommand;

const ICONS: Record<Command, ComponentType<{ fontSize: 'small' }>> = {
  lock: LockOutlined,
  message: MessageOutlined,
  restart: RestartAlt,
  shutdown: PowerSettingsNew,
  update: SystemUpdateAlt,
  wake: WbSunny,
  unlock: LockOpenOutlined,
  suspend: Bedtime,
  drop: DesktopWindows,
};
/** The keys that do the same on the plan. */
const HINTS: Partial<Record<Command, string>> = { lock: 'L', message: 'M' };
const MARK_TONES: Record<Mark, Tone> = { disponible: 'free', maintenance: 'repair', hors_ligne: 'off' };
/** These take the screen away from whoever sits there. */
const ROUGH: ReadonlySet<Command> = new Set(['restart', 'shutdown', 'suspend', 'drop']);
/** Libki's client takes no software of ours. */
const OF_LIBKI: Command[] = [...STATION_COMMANDS.filter((kind) => kind !== 'update'), ...LIBKI_COMMANDS];

type Station = Pick<StationState, 'id' | 'name' | 'statut'> & { origin?: StationRow['origin'] };

export function StationMenu({ station, occupied }: { station: Station; occupied: boolean }) {
  const t = useT();
  const can = useCan();
  const actions = useStationActions();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [asking, setAsking] = useState<Command | null>(null);
  const close = () => setAnchor(null);
  const commands: readonly Command[] = station.origin === 'libki' ? OF_LIBKI : STATION_COMMANDS;
  const start = (kind: Command) => {
    close();
    if (kind === 'message' || (occupied && ROUGH.has(kind))) setAsking(kind);
    else void actions.command(station, kind);
  };
  if (!can('postes:commander') && !can('postes:modifier')) return null;
  return (
    <>
      <Tooltip title={t('desk.station_menu')}>
        <IconButton
          size="small"
          aria-label={t('desk.station_menu')}
          aria-haspopup="menu"
          data-testid="station-menu"
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <MoreVert fontSize="small" />
        </IconButton>
      </Tooltip>
      <Menu anchorEl={anchor} open={Boolean(anchor)} onClose={close}>
        {can('postes:commander') &&
          commands.map((kind) => {
            const Icon = ICONS[kind];
            return (
              <MenuItem key={kind} dense onClick={() => start(kind)} data-testid={`command-${kind}`}>
                <ListItemIcon>
                  <Icon fontSize="small" />
                </ListItemIcon>
                {t(`command.${kind}`)}
                {HINTS[kind] && <KeyHint>{HINTS[kind]}</KeyHint>}
              </MenuItem>
            );
          })}
        {can('postes:commander') && can('postes:modifier') && <Divider />}
        {can('postes:modifier') &&
          (Object.keys(MARKS) as Mark[]).map((mark) => (
            <MenuItem
              key={mark}
              dense
              disabled={occupied || station.statut === mark}
              data-testid={`mark-${mark}`}
              onClick={() => {
                close();
                void actions.mark(station, mark);
              }}
            >
              <ListItemIcon>
                <ToneIcon tone={MARK_TONES[mark]} size={18} />
              </ListItemIcon>
              {t(`desk.mark_${mark}`)}
            </MenuItem>
          ))}
      </Menu>
      <MessageDialog station={station} open={asking === 'message'} onClose={() => setAsking(null)} />
      {asking && asking !== 'message' && (
        <Confirm
          isOpen
          title={t('desk.command_confirm', { command: t(`command.${asking}`), name: station.name })}
          content={t('desk.command_confirm_text')}
          confirm={t(`command.${asking}`)}
          confirmColor="warning"
          onClose={() => setAsking(null)}
          onConfirm={() => {
            void actions.command(station, asking);
            setAsking(null);
          }}
        />
      )}
    </>
  );
}

function MessageDialog({ station, open, onClose }: { station: Station; open: boolean; onClose: () => void }) {
  const t = useT();
  const actions = useStationActions();
  const [text, setText] = useState('');
  const send = async () => {
    if (await actions.command(station, 'message', text.trim())) {
      setText('');
      onClose();
    }
  };
  return (
    <Dialog open={open} onClose={onClose} fullWidth maxWidth="xs" aria-labelledby="message-title">
      <DialogTitle id="message-title">{t('desk.message_title', { name: station.name })}</DialogTitle>
      <DialogContent>
        <MessageField value={text} onChange={setText} />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('app.cancel')}</Button>
        <Button variant="contained" disabled={text.trim() === ''} onClick={() => void send()}>
          {t('desk.send')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

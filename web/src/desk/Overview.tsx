import Close from '@mui/icons-material/Close';
import PrintOutlined from '@mui/icons-material/PrintOutlined';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import Card from '@mui/material/Card';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import Typography from '@mui/material/Typography';
import { useMemo, useSyncExternalStore } from 'react';
import type { Id } from '../api/types';
import { useCan } from '../base/access';
import { duration } from '../base/format';
import { useT } from '../base/i18n';
import { remainingAt, ticker } from '../base/ticker';
import { ToneIcon } from '../components/ToneChip';
import { printTicket, useIssuedTicket } from '../components/ticket';
import { useSessionActions } from './actions';
import { board, type LiveSession, useBoard } from './board';
import { toneOfSession } from './look';
import { useClock } from './time';

/** What the desk shows beside the plan while no station is chosen. */
export function Overview({ onChoose }: { onChoose: (id: Id) => void }) {
  const t = useT();
  return (
    <Card sx={{ p: 1.75 }}>
      <Typography variant="h6" component="h2">
        {t('floor.ending_next')}
      </Typography>
      <EndingNext onChoose={onChoose} />
      <Typography variant="subtitle2" component="h3" sx={{ mt: 2 }}>
        {t('desk.waiting')}
      </Typography>
      <Waiting />
      <Typography variant="body2" color="textSecondary" sx={{ mt: 2 }}>
        {t('desk.pick')}
      </Typography>
    </Card>
  );
}

const SHOWN = 6;

/** The sessions that end next, the first first; as text, so that each drawing is for a change. */
function endingNext(): string {
  const { byStation } = board.state();
  return [...byStation.values()]
    .filter(({ statut }) => statut === 'active')
    .map((session) => [session, remainingAt(session.remaining_ms, true, session.receivedAt, ticker.now())] as const)
    .sort((a, b) => a[1] - b[1])
    .slice(0, SHOWN)
    .map(([{ station_id }]) => station_id)
    .join();
}

function EndingNext({ onChoose }: { onChoose: (id: Id) => void }) {
  const t = useT();
  const ids = useSyncExternalStore(ticker.subscribe, endingNext).split(',').filter(Boolean);
  if (ids.length === 0) return <Typography color="textSecondary">{t('floor.nobody_runs')}</Typography>;
  return (
    <Box component="ul" sx={{ m: 0, mt: 0.5, p: 0, listStyle: 'none' }}>
      {ids.map((id) => (
        <EndingRow key={id} stationId={id} onChoose={onChoose} />
      ))}
    </Box>
  );
}

function EndingRow({ stationId, onChoose }: { stationId: Id; onChoose: (id: Id) => void }) {
  const t = useT();
  const station = useBoard((state) => state.stations.get(stationId));
  const session = useBoard((state) => state.byStation.get(stationId));
  const left = useClock(session);
  const name = session?.visitor_name || t('desk.anonymous');
  return (
    <Box component="li">
      <ButtonBase
        onClick={() => onChoose(stationId)}
        sx={{ width: '100%', font: 'inherit', gap: 1, py: 0.4, px: 0.5, mx: -0.5, borderRadius: 1, justifyContent: 'flex-start', '&:hover': { bgcolor: 'action.hover' } }}
      >
        <ToneIcon tone={session ? toneOfSession(session) : 'free'} size={16} />
        <Box component="span" sx={{ fontWeight: 650 }}>
          {station?.name}
        </Box>
        <Typography component="span" noWrap color="textSecondary" sx={{ flex: 1, textAlign: 'left' }}>
          {name}
        </Typography>
        <Box component="span" sx={{ fontWeight: 700, fontVariantNumeric: 'tabular-nums' }}>
          {left}
        </Box>
      </ButtonBase>
    </Box>
  );
}

function Waiting() {
  const t = useT();
  const sessions = useBoard((state) => state.sessions);
  const waiting = useMemo(() => [...sessions.values()].filter(({ statut }) => statut === 'en_attente'), [sessions]);
  if (waiting.length === 0) return <Typography color="textSecondary">{t('desk.nobody_waits')}</Typography>;
  return (
    <Box
      component="ul"
      tabIndex={0}
      aria-label={t('desk.waiting')}
      sx={{ m: 0, p: 0, listStyle: 'none', maxHeight: '34vh', overflowY: 'auto' }}
    >
      {waiting.map((session) => (
        <WaitingRow key={session.session_id} session={session} />
      ))}
    </Box>
  );
}

function WaitingRow({ session }: { session: LiveSession }) {
  const t = useT();
  const can = useCan();
  const actions = useSessionActions();
  const station = useBoard((state) => (session.station_id ? state.stations.get(session.station_id) : undefined));
  const ticket = useIssuedTicket(session.session_id);
  const name = session.visitor_name || t('desk.anonymous');
  return (
    <Box component="li" sx={{ display: 'flex', alignItems: 'center', gap: 0.5, py: 0.4 }}>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography noWrap>{name}</Typography>
        <Typography variant="body2" color="textSecondary" noWrap>
          {station?.name ?? t('desk.any_station')} · {duration(Math.round(session.granted_ms / 1000))}
        </Typography>
      </Box>
      {ticket && (
        <Tooltip title={t('desk.reprint')}>
          <IconButton size="small" aria-label={t('desk.reprint')} onClick={() => printTicket(ticket)}>
            <PrintOutlined fontSize="small" />
          </IconButton>
        </Tooltip>
      )}
      {can('sessions:annuler') && (
        <Tooltip title={t('desk.cancel_code')}>
          <IconButton
            size="small"
            aria-label={t('desk.cancel_code')}
            onClick={() => void actions.cancel({ id: session.session_id, name })}
          >
            <Close fontSize="small" />
          </IconButton>
        </Tooltip>
      )}
    </Box>
  );
}

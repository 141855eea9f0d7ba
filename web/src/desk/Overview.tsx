import Close from '@mui/icons-material/Close';
import PrintOutlined from '@mui/icons-material/PrintOutlined';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import Typography from '@mui/material/Typography';
import { useMemo, useSyncExternalStore } from 'react';
import { useCan } from '../base/access';
import { duration } from '../base/format';
import { type Key, useT } from '../base/i18n';
import { ticker } from '../base/ticker';
import { ToneIcon } from '../components/ToneChip';
import { printTicket, useIssuedTicket } from '../components/ticket';
import type { Tone } from '../theme';
import { useSessionActions } from './actions';
import { board, type LiveSession, useBoard } from './board';
import { lookOf } from './look';

/** What the desk shows beside the plan while no station is chosen. */
export function Overview() {
  const t = useT();
  return (
    <Card sx={{ p: 1.75 }}>
      <Typography variant="h6" component="h2">
        {t('desk.summary')}
      </Typography>
      <Counts />
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

function tally(): string {
  const { stations, byStation } = board.state();
  const counts = new Map<string, number>();
  for (const station of stations.values()) {
    const { tone, word } = lookOf(station, byStation.get(station.id), ticker.now());
    const name = `${tone} ${word}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => `${name} ${count}`)
    .join('\n');
}

function Counts() {
  const t = useT();
  // Text compares by value: one drawing per change, although the count is made at each tick.
  const lines = useSyncExternalStore(ticker.subscribe, tally);
  return (
    <Box component="ul" sx={{ m: 0, mt: 0.5, p: 0, listStyle: 'none' }}>
      {lines
        .split('\n')
        .filter(Boolean)
        .map((line) => {
          const [tone, word, count] = line.split(' ') as [Tone, Key, string];
          return (
            <Box component="li" key={word} sx={{ display: 'flex', alignItems: 'center', gap: 1, py: 0.3 }}>
              <ToneIcon tone={tone} size={16} />
              <Typography sx={{ flex: 1 }}>{t(word)}</Typography>
              <Typography sx={{ fontWeight: 700, fontVariantNumeric: 'tabular-nums' }}>{count}</Typography>
            </Box>
          );
        })}
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

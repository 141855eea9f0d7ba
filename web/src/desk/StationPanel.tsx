import Add from '@mui/icons-material/Add';
import Close from '@mui/icons-material/Close';
import Pause from '@mui/icons-material/Pause';
import PointOfSale from '@mui/icons-material/PointOfSaleOutlined';
import PlayArrow from '@mui/icons-material/PlayArrow';
import Stop from '@mui/icons-material/Stop';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import IconButton from '@mui/material/IconButton';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import { useGetOne } from 'react-admin';
import { Link } from 'react-router-dom';
import type { StationState } from '../api/frames';
import type { Session } from '../api/types';
import { useCan } from '../base/access';
import { duration, useFormats } from '../base/format';
import { useT } from '../base/i18n';
import { KeyHint } from '../components/KeyHint';
import { ToneChip } from '../components/ToneChip';
import { useSessionActions } from './actions';
import { type LiveSession, useBoard } from './board';
import { ConflictAlert } from './ConflictAlert';
import { RecentActions } from './RecentActions';
import { StationMenu } from './StationMenu';
import { useClock, useLook, useShare } from './time';

interface StationPanelProps {
  station: StationState;
  onClose: () => void;
  onTerminate: () => void;
  onSellTime: () => void;
  onCreate: () => void;
}

export default function StationPanel({ station, onClose, onTerminate, onSellTime, onCreate }: StationPanelProps) {
  const t = useT();
  const can = useCan();
  const formats = useFormats();
  const session = useBoard((state) => state.byStation.get(station.id));
  const { tone, word } = useLook(station, session);
  const seen = station.last_seen_at ? formats.ago(station.last_seen_at, Date.now()) : null;
  return (
    <Card data-testid="station-panel" sx={{ p: 1.75 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.5 }}>
        <Typography variant="h6" component="h2" sx={{ flex: 1, minWidth: 0 }} noWrap>
          {station.name}
          {station.zone && ` · ${station.zone}`}
        </Typography>
        <StationMenu station={station} occupied={Boolean(session)} />
        <IconButton size="small" onClick={onClose} aria-label={t('app.close')}>
          <Close fontSize="small" />
        </IconButton>
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1, mt: 0.5 }}>
        <ToneChip tone={tone}>{t(word)}</ToneChip>
        {/* No frame comes while it is there: only a station that is gone was last seen at a time. */}
        {!station.en_ligne && (
          <Typography variant="body2" color="textSecondary">
            {seen ? t('desk.seen', { ago: seen }) : t('desk.never_seen')}
          </Typography>
        )}
      </Box>
      {station.identity_conflict && <ConflictAlert station={station} />}
      {station.mac_copied && !station.identity_conflict && <ConflictAlert station={station} copied />}
      {tone === 'lost' && !station.identity_conflict && (
        <Alert severity="error" sx={{ mt: 1.5, py: 0 }}>
          {seen ? t('desk.lost_explained', { ago: seen }) : t('desk.never_seen')}
        </Alert>
      )}
      {session ? (
        <OpenSession session={session} station={station} onTerminate={onTerminate} onSellTime={onSellTime} />
      ) : (
        <>
          <Typography color="textSecondary" sx={{ mt: 1.5 }}>
            {word === 'station_presence.off' ? t('desk.off_explained') : t('desk.no_session')}
          </Typography>
          {can('sessions:creer') && station.statut === 'disponible' && (
            <Button fullWidth variant="outlined" startIcon={<Add />} onClick={onCreate} sx={{ mt: 1.5 }}>
              {t('desk.start_here')}
            </Button>
          )}
        </>
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', mt: 1, ml: -0.5 }}>
        {session && (
          <Button component={Link} to={`/sessions/${session.session_id}/show`} size="small">
            {t('desk.open_session')}
          </Button>
        )}
        <Button component={Link} to={`/stations/${station.id}/show`} size="small">
          {t('desk.open_station')}
        </Button>
      </Box>
    </Card>
  );
}

interface OpenSessionProps {
  session: LiveSession;
  station: StationState;
  onTerminate: () => void;
  onSellTime: () => void;
}

function OpenSession({ session, station, onTerminate, onSellTime }: OpenSessionProps) {
  const t = useT();
  const can = useCan();
  const formats = useFormats();
  const actions = useSessionActions();
  const time = useClock(session);
  const share = useShare(session);
  const { data: details } = useGetOne<Session>('sessions', { id: session.session_id });
  const target = { id: session.session_id, name: station.name };
  const paused = session.statut === 'suspendue';
  return (
    <Box sx={{ mt: 1.5 }}>
      <Typography sx={{ fontWeight: 600 }}>
        {details?.visitor_id ? (
          <Box component={Link} to={`/visitors/${details.visitor_id}/show`} sx={{ color: 'inherit' }}>
            {session.visitor_name}
          </Box>
        ) : (
          session.visitor_name || t('desk.anonymous')
        )}
        {details && (
          <Typography component="span" variant="body2" color="textSecondary">
            {' — '}
            {t('desk.code_hint', { hint: details.code_hint })}
          </Typography>
        )}
      </Typography>
      <Typography
        data-testid="panel-time"
        sx={{
          fontSize: '2.4rem',
          lineHeight: 1.25,
          fontWeight: 750,
          letterSpacing: '-0.03em',
          fontVariantNumeric: 'tabular-nums',
        }}
      >
        {time}
        <Typography component="span" variant="body2" color="textSecondary" sx={{ ml: 0.75, letterSpacing: 0 }}>
          {t('desk.remaining')}
        </Typography>
      </Typography>
      <LinearProgress
        variant="determinate"
        value={Math.min(100, share)}
        aria-label={t('desk.remaining')}
        color={share <= 10 ? 'warning' : 'primary'}
        sx={{ height: 6, borderRadius: 3 }}
      />
      <Typography variant="body2" color="textSecondary" sx={{ mt: 0.75 }}>
        {t('desk.granted')} {duration(Math.round(session.granted_ms / 1000))}
        {!paused && details?.ends_at ? ` · ${t('desk.ends', { time: formats.time(details.ends_at) })}` : ''}
        {details?.operateur_name ? ` · ${details.operateur_name}` : ''}
      </Typography>
      {can('sessions:piloter') && (
        <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 1, mt: 1.5 }}>
          <Button variant="outlined" data-testid="add-15" onClick={() => void actions.addTime(target, 15)}>
            {t('desk.add_15')}
            <KeyHint>1</KeyHint>
          </Button>
          <Button variant="outlined" data-testid="add-30" onClick={() => void actions.addTime(target, 30)}>
            {t('desk.add_30')}
            <KeyHint>3</KeyHint>
          </Button>
          {can('tarifs:lire') && (
            <Button
              variant="outlined"
              startIcon={<PointOfSale />}
              data-testid="add-at-tariff"
              onClick={onSellTime}
              sx={{ gridColumn: '1 / -1' }}
            >
              {t('desk.at_tariff')}
              <KeyHint>T</KeyHint>
            </Button>
          )}
          {paused ? (
            <Button startIcon={<PlayArrow />} data-testid="resume" onClick={() => void actions.resume(target)}>
              {t('desk.resume')}
              <KeyHint>S</KeyHint>
            </Button>
          ) : (
            <Button startIcon={<Pause />} data-testid="suspend" onClick={() => void actions.suspend(target)}>
              {t('desk.suspend')}
              <KeyHint>S</KeyHint>
            </Button>
          )}
          <Button color="error" startIcon={<Stop />} data-testid="terminate" onClick={onTerminate}>
            {t('desk.terminate')}
            <KeyHint>E</KeyHint>
          </Button>
        </Box>
      )}
      <RecentActions sessionId={session.session_id} stamp={`${session.granted_ms} ${session.statut} ${session.pending}`} />
    </Box>
  );
}

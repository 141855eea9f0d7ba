import CheckCircle from '@mui/icons-material/CheckCircle';
import ContentCopy from '@mui/icons-material/ContentCopy';
import NotificationsActive from '@mui/icons-material/NotificationsActive';
import { alpha, keyframes, styled } from '@mui/material/styles';
import { memo } from 'react';
import type { StationState } from '../api/frames';
import { useFormats } from '../base/format';
import { useT } from '../base/i18n';
import { ToneIcon } from '../components/ToneChip';
import type { Tone } from '../theme';
import { type LiveSession, useBoard } from './board';
import { marks, useMarked } from './marked';
import { useClock, useLook, useShare } from './time';

const refused = keyframes`
  0%, 100% { transform: none }
  15%, 55% { transform: translateX(-4px) }
  35%, 75% { transform: translateX(4px) }
`;
const fade = keyframes`from { opacity: 1 } to { opacity: 0 }`;

const Frame = styled('button', { shouldForwardProp: (prop) => prop !== 'tone' && prop !== 'chosen' })<{
  tone: Tone;
  chosen: boolean;
}>(({ theme, tone, chosen }) => ({
  position: 'relative',
  display: 'grid',
  gridTemplateColumns: 'minmax(min-content, auto) minmax(0, 1fr)',
  alignItems: 'center',
  columnGap: 4,
  rowGap: 2,
  minHeight: 94,
  alignContent: 'center',
  padding: '9px 10px 10px 13px',
  textAlign: 'left',
  font: 'inherit',
  color: theme.palette.text.primary,
  cursor: 'pointer',
  borderRadius: 14,
  overflow: 'hidden',
  backgroundColor: tone === 'lost' || tone === 'soon' ? undefined : theme.palette.background.paper,
  background:
    tone === 'lost' || tone === 'soon'
      ? `linear-gradient(${alpha(theme.palette.tone[tone], 0.07)}, ${alpha(theme.palette.tone[tone], 0.07)}), ${theme.palette.background.paper}`
      : undefined,
  border: `1px ${tone === 'lost' ? 'dashed' : 'solid'} ${tone === 'lost' ? theme.palette.tone.lost : theme.palette.line}`,
  boxShadow: chosen ? `0 0 0 2px ${theme.palette.background.default}, 0 0 0 4px ${theme.palette.primary.main}` : 'none',
  transition: 'box-shadow 120ms, border-color 120ms, background-color 200ms',
  contentVisibility: 'auto',
  containIntrinsicSize: 'auto 94px',
  '&::before': {
    content: '""',
    position: 'absolute',
    insetBlock: 0,
    left: 0,
    width: 4,
    backgroundColor: theme.palette.tone[tone],
  },
  '&:hover': { borderColor: theme.palette.tone[tone] },
  '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}`, outlineOffset: 3 },
}));

const Name = styled('span')({
  fontWeight: 700,
  fontSize: '0.98rem',
  letterSpacing: '-0.01em',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
});
const State = styled('span')({
  fontSize: '0.73rem',
  fontWeight: 550,
  textAlign: 'right',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
});
const Time = styled('span')(({ theme }) => ({
  fontSize: '1.62rem',
  lineHeight: 1.15,
  fontWeight: 750,
  letterSpacing: '-0.02em',
  fontVariantNumeric: 'tabular-nums',
  '&[data-idle]': { color: theme.palette.text.secondary, opacity: 0.55 },
  '&[data-pending]': { color: theme.palette.primary.main },
}));
const Shape = styled('span')({ justifySelf: 'end', display: 'grid' });
const Who = styled('span')(({ theme }) => ({
  gridColumn: '1 / -1',
  fontSize: '0.8rem',
  minHeight: '1.3em',
  color: theme.palette.text.secondary,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
}));
const Gauge = styled('span')(({ theme }) => ({
  position: 'absolute',
  insetInline: '4px 0',
  bottom: 0,
  height: 3,
  transformOrigin: 'left',
  transition: 'transform 400ms linear',
  backgroundColor: theme.palette.primary.main,
  opacity: 0.35,
}));
const Refusal = styled('span')(({ theme }) => ({
  position: 'absolute',
  inset: 0,
  borderRadius: 'inherit',
  pointerEvents: 'none',
  border: `2px solid ${theme.palette.error.main}`,
  backgroundColor: alpha(theme.palette.error.main, 0.12),
  animation: `${refused} 450ms, ${fade} 2200ms forwards`,
}));

function Countdown({ session }: { session: LiveSession | undefined }) {
  const text = useClock(session);
  return (
    <Time data-testid="tile-time" data-idle={text === null || undefined} data-pending={session?.pending || undefined}>
      {text ?? '—'}
    </Time>
  );
}

function Left({ session, tone }: { session: LiveSession; tone: Tone }) {
  const share = useShare(session);
  return (
    <Gauge
      aria-hidden
      sx={{ backgroundColor: (theme) => theme.palette.tone[tone] }}
      style={{ transform: `scaleX(${Math.min(1, share / 100)})` }}
    />
  );
}

function lastSeen(station: StationState, t: ReturnType<typeof useT>, formats: ReturnType<typeof useFormats>): string {
  if (station.en_ligne) return '';
  return station.last_seen_at
    ? t('desk.seen', { ago: formats.ago(station.last_seen_at, Date.now()) })
    : t('desk.never_seen');
}

interface TileProps {
  station: StationState;
  chosen: boolean;
  /** Its cell on the plan; wherever it falls when absent. */
  x?: number;
  y?: number;
  /** `together` when it is to be one of several. */
  onChoose: (id: string, together: boolean) => void;
}

export const Tile = memo(function Tile({ station, chosen, x, y, onChoose }: TileProps) {
  const t = useT();
  const formats = useFormats();
  const marked = useMarked(station.id);
  const session = useBoard((state) => state.byStation.get(station.id));
  const calls = useBoard((state) => state.calls.has(station.id));
  const { tone, word } = useLook(station, session);
  const who = session ? session.visitor_name || t('desk.anonymous') : tone === 'off' ? lastSeen(station, t, formats) : '';
  return (
    <Frame
      type="button"
      tone={tone}
      chosen={chosen || marked}
      aria-pressed={chosen}
      data-testid={`tile-${station.name}`}
      data-tone={tone}
      data-station={station.id}
      data-marked={marked || undefined}
      style={{ gridColumnStart: x === undefined ? undefined : x + 1, gridRowStart: y === undefined ? undefined : y + 1 }}
      onClick={(event) =>
        onChoose(station.id, event.ctrlKey || event.metaKey || event.shiftKey || marks.all().size > 0)
      }
    >
      <Name>
        {marked && (
          <CheckCircle titleAccess={t('floor.bulk.marked')} color="primary" sx={{ fontSize: 17, mr: 0.5, verticalAlign: '-3px' }} />
        )}
        {station.mac_copied && (
          <ContentCopy
            titleAccess={t('floor.mac_copied')}
            data-testid="tile-copied"
            color="error"
            sx={{ fontSize: 16, mr: 0.5, verticalAlign: '-3px' }}
          />
        )}
        {station.name}
      </Name>
      <State data-testid="tile-state" sx={{ color: (theme) => theme.palette.tone[tone] }}>
        {t(word)}
      </State>
      <Countdown session={session} />
      <Shape>
        {calls ? (
          <NotificationsActive data-testid="tile-call" titleAccess={t('calls.rings')} color="error" sx={{ fontSize: 21 }} />
        ) : (
          <ToneIcon tone={tone} size={19} />
        )}
      </Shape>
      <Who>{who}</Who>
      {session && <Left session={session} tone={tone} />}
      {session && session.refusals > 0 && <Refusal key={session.refusals} aria-hidden />}
    </Frame>
  );
});

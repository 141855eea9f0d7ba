import Box from '@mui/material/Box';
import type { Session } from '../../api/types';
import { clock, remainingAt, ticker } from '../../base/ticker';
import { type LiveSession, useBoard } from '../../desk/board';
import { SOON_MS } from '../../desk/look';
import { useClock } from '../../desk/time';
import type { Tone } from '../../theme';

const OVER = new Set(['terminee', 'expiree', 'annulee']);

function toneOf(session: LiveSession): Tone {
  if (session.statut === 'suspendue') return 'paused';
  if (session.statut !== 'active') return 'reserved';
  const left = remainingAt(session.remaining_ms, true, session.receivedAt, ticker.now());
  return left <= SOON_MS ? 'soon' : 'busy';
}

/** What is left: counted live while the session is open, coloured by how little it is. */
export function Remaining({ session }: { session: Session }) {
  const live = useBoard((state) => state.sessions.get(session.id));
  const text = useClock(live);
  if (OVER.has(session.statut)) return '—';
  const tone = live ? toneOf(live) : undefined;
  return (
    <Box
      component="span"
      className={tone && `remaining-${tone}`}
      data-testid="remaining"
      sx={{
        fontWeight: 700,
        fontVariantNumeric: 'tabular-nums',
        color: (theme) => (tone ? theme.palette.tone[tone] : theme.palette.text.primary),
      }}
    >
      {text ?? clock(session.remaining_s * 1000)}
    </Box>
  );
}

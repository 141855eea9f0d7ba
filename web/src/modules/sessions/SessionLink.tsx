import Box from '@mui/material/Box';
import { Link } from 'react-router-dom';
import type { SessionTime } from '../../api/types';
import { useT } from '../../base/i18n';
import { useBoard } from '../../desk/board';
import { useClock } from '../../desk/time';

/** A running session where a row has room for a few words: who, and how long still. */
export function SessionLink({ session }: { session: SessionTime }) {
  const t = useT();
  const live = useBoard((state) => state.sessions.get(session.session_id));
  const clock = useClock(live);
  const name = live?.visitor_name ?? session.visitor_name ?? t('desk.anonymous');
  return (
    <Box
      component={Link}
      to={`/sessions/${session.session_id}/show`}
      onClick={(event) => event.stopPropagation()}
      sx={{ color: 'primary.main', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}
    >
      {clock ? `${name} · ${clock}` : name}
    </Box>
  );
}

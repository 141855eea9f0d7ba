import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { Id, LogEntry, Page } from '../api/types';
import { useCan } from '../base/access';
import { useFormats } from '../base/format';
import { http } from '../base/http';
import { useT } from '../base/i18n';

/** Who did what to this session, last first; read again when `stamp` changes. */
export function RecentActions({ sessionId, stamp, size = 3 }: { sessionId: Id; stamp: string; size?: number }) {
  const t = useT();
  const can = useCan();
  const formats = useFormats();
  const { data } = useQuery({
    queryKey: ['logs', 'bySession', sessionId, stamp, size],
    enabled: can('journal:lire'),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      http.get<Page<LogEntry>>('/api/logs/by_session/', { session: sessionId, page_size: size }, signal),
  });
  if (!data || data.results.length === 0) return null;
  return (
    <Box sx={{ mt: 1.5 }}>
      <Typography variant="subtitle2" component="h2">
        {t('desk.last_actions')}
      </Typography>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {data.results.slice(0, size).map((entry) => (
          <Typography key={entry.id} component="li" variant="body2" color="textSecondary" noWrap>
            {formats.time(entry.at)} · {entry.action_label}
            {entry.actor_name ? ` · ${entry.actor_name}` : ''}
          </Typography>
        ))}
      </Box>
    </Box>
  );
}

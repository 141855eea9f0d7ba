import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { useGetList } from 'react-admin';
import { Link } from 'react-router-dom';
import type { Session } from '../../api/types';
import { useCan } from '../../base/access';
import { duration, useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import { SessionStatutChip } from './entity';

const SHOWN = 8;

/** The latest sessions of a visitor or of a station. */
export function RecentSessions({ title, filter }: { title: string; filter: Record<string, string> }) {
  const t = useT();
  const can = useCan();
  const formats = useFormats();
  const { data = [], isPending } = useGetList<Session>(
    'sessions',
    { pagination: { page: 1, perPage: SHOWN }, sort: { field: 'created_at', order: 'DESC' }, filter },
    { enabled: can('sessions:lire') },
  );
  return (
    <Card sx={{ p: 2.5 }}>
      <Typography variant="h6" component="h2" sx={{ mb: 0.5 }}>
        {title}
      </Typography>
      {!isPending && data.length === 0 && (
        <Typography color="textSecondary">{t('resources.visitors.page.no_session')}</Typography>
      )}
      {data.map((session) => (
        <Box
          key={session.id}
          component={Link}
          to={`/sessions/${session.id}/show`}
          sx={{
            display: 'grid',
            gridTemplateColumns: { xs: '1fr auto', sm: '150px 1fr 110px auto' },
            gap: 1,
            alignItems: 'center',
            py: 0.9,
            borderTop: 1,
            borderColor: 'divider',
            color: 'inherit',
            textDecoration: 'none',
            '&:hover': { color: 'primary.main' },
          }}
        >
          <span>{formats.instant(session.created_at)}</span>
          <Typography noWrap>
            {[session.station_name ?? t('desk.any_station'), session.visitor_name ?? t('desk.anonymous')].join(' · ')}
          </Typography>
          <Typography color="textSecondary">{duration(session.granted_s)}</Typography>
          <SessionStatutChip statut={session.statut} />
        </Box>
      ))}
    </Card>
  );
}

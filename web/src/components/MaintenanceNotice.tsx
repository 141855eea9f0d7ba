import Alert from '@mui/material/Alert';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { Site } from '../api/types';
import { useCan } from '../base/access';
import { http } from '../base/http';
import { useT } from '../base/i18n';

const LOOK_EVERY_MS = 60_000;

/** What anybody may know of the site. */
export function useSite() {
  const { data } = useQuery({
    queryKey: ['site'],
    refetchInterval: LOOK_EVERY_MS,
    queryFn: ({ signal }) => http.get<Site>('/api/site/', undefined, signal),
  });
  return data;
}

/** Says that only administrators work now, and to them where to end it. */
export function MaintenanceNotice() {
  const t = useT();
  const can = useCan();
  const site = useSite();
  if (!site || site.maintenance === null) return null;
  return (
    <Alert severity="warning" variant="filled" data-testid="maintenance-notice" sx={{ mb: 1.5 }}>
      {t('maintenance.on')} {site.maintenance}{' '}
      {can('parametres:lire') && (
        <Link to="/parameters" style={{ color: 'inherit', fontWeight: 600 }}>
          {t('maintenance.settings')}
        </Link>
      )}
    </Alert>
  );
}

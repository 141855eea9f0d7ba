import Alert from '@mui/material/Alert';
import { Link } from 'react-router-dom';
import { useCan } from '../base/access';
import { useT } from '../base/i18n';
import { useSite } from '../base/site';

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

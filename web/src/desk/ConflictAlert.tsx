import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useNotify, useRefresh } from 'react-admin';
import type { Station } from '../api/types';
import { useCan } from '../base/access';
import { http } from '../base/http';
import { useT } from '../base/i18n';
import { reasonOf } from '../base/problem';

interface ConflictAlertProps {
  station: Pick<Station, 'id'>;
  /** It is the network card's address alone that another machine has. */
  copied?: boolean;
}

/** Two machines prove to be one station, or start as one: what that means, and what ends it. */
export function ConflictAlert({ station, copied = false }: ConflictAlertProps) {
  const t = useT();
  const can = useCan();
  const notify = useNotify();
  const refresh = useRefresh();
  const lift = async () => {
    try {
      await http.post<Station>(`/api/postes/${station.id}/lever_conflit/`);
      notify(t(copied ? 'desk.copied_lifted' : 'desk.conflict_lifted'), { type: 'success' });
      refresh();
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    }
  };
  return (
    <Alert
      severity={copied ? 'warning' : 'error'}
      data-testid={copied ? 'mac-copied' : 'identity-conflict'}
      sx={{ mt: 1.5 }}
    >
      {t(copied ? 'desk.copied_explained' : 'desk.conflict_explained')}
      {can('postes:approuver') && (
        <Button
          fullWidth
          size="small"
          color="error"
          variant="outlined"
          onClick={() => void lift()}
          data-testid="lift-conflict"
          sx={{ mt: 1 }}
        >
          {t('desk.lift_conflict')}
        </Button>
      )}
    </Alert>
  );
}

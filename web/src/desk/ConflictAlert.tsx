import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useNotify, useRefresh } from 'react-admin';
import type { Station } from '../api/types';
import { useCan } from '../base/access';
import { http } from '../base/http';
import { useT } from '../base/i18n';
import { reasonOf } from '../base/problem';

/** Two machines prove to be one station: what that means, and what ends it. */
export function ConflictAlert({ station }: { station: Pick<Station, 'id'> }) {
  const t = useT();
  const can = useCan();
  const notify = useNotify();
  const refresh = useRefresh();
  const lift = async () => {
    try {
      await http.post<Station>(`/api/postes/${station.id}/lever_conflit/`);
      notify(t('desk.conflict_lifted'), { type: 'success' });
      refresh();
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    }
  };
  return (
    <Alert severity="error" data-testid="identity-conflict" sx={{ mt: 1.5 }}>
      {t('desk.conflict_explained')}
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

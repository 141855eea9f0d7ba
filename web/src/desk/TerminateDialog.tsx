import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import type { StationState } from '../api/frames';
import { useT } from '../base/i18n';
import { useSessionActions } from './actions';
import { useBoard } from './board';
import { useClock } from './time';

export default function TerminateDialog({
  station,
  open,
  onClose,
}: {
  station: StationState;
  open: boolean;
  onClose: () => void;
}) {
  const t = useT();
  const actions = useSessionActions();
  const session = useBoard((state) => state.byStation.get(station.id));
  const time = useClock(session);
  return (
    <Dialog open={open && Boolean(session)} onClose={onClose} aria-labelledby="terminate-title" maxWidth="xs">
      <DialogTitle id="terminate-title">{t('desk.terminate_title')}</DialogTitle>
      <DialogContent>{t('desk.terminate_text', { time, name: station.name })}</DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('app.cancel')}</Button>
        <Button
          color="error"
          variant="contained"
          autoFocus
          data-testid="confirm-terminate"
          onClick={() => {
            onClose();
            if (session) void actions.terminate({ id: session.session_id, name: station.name });
          }}
        >
          {t('desk.terminate')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

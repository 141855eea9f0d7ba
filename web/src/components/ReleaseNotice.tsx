import Refresh from '@mui/icons-material/Refresh';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useT } from '../base/i18n';
import { takeOver } from '../base/release';
import { useNewRelease } from '../base/useStatus';

/** A new release waits until the operator has a moment. */
export function ReleaseNotice() {
  const t = useT();
  const ready = useNewRelease();
  return (
    <Box role="status">
      {ready && (
        <Alert
          severity="info"
          data-testid="new-release"
          sx={{ mb: 1.5, py: 0, alignItems: 'center' }}
          action={
            <Button size="small" color="inherit" startIcon={<Refresh />} onClick={takeOver} data-testid="take-over">
              {t('floor.release.reload')}
            </Button>
          }
        >
          {t('floor.release.ready')}
        </Alert>
      )}
    </Box>
  );
}

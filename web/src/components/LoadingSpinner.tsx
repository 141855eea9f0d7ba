import Box from '@mui/material/Box';
import CircularProgress from '@mui/material/CircularProgress';
import { useT } from '../base/i18n';

/** Something is on its way; what, when it is named. */
export function LoadingSpinner({ label, size = 28 }: { label?: string; size?: number }) {
  const t = useT();
  return (
    <Box role="status" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1.5 }}>
      <CircularProgress size={size} aria-label={label ?? t('app.loading')} />
      {label && <span>{label}</span>}
    </Box>
  );
}

import Undo from '@mui/icons-material/Undo';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import { useT } from '../base/i18n';
import { undoing, useUndoable } from '../desk/undo';
import { KeyHint } from './KeyHint';

/** What was just done, while it can be taken back. */
export function UndoBar() {
  const t = useT();
  const last = useUndoable();
  return (
    <Box
      role="status"
      sx={{
        position: 'fixed',
        zIndex: 'snackbar',
        insetInline: 12,
        // The passing notices are in the middle; on a phone, below.
        bottom: { xs: 76, md: 16 },
        display: 'grid',
        justifyItems: { xs: 'center', md: 'start' },
        pointerEvents: 'none',
      }}
    >
      {last && (
        <Paper
          elevation={6}
          data-testid="undo-bar"
          sx={{ display: 'flex', alignItems: 'center', gap: 1.5, pl: 2, pr: 1, py: 0.75, borderRadius: 2, pointerEvents: 'auto' }}
        >
          <span>{last.what}</span>
          <Button size="small" startIcon={<Undo />} onClick={undoing.run} data-testid="undo">
            {t('floor.undo.undo')}
            <KeyHint>Ctrl Z</KeyHint>
          </Button>
        </Paper>
      )}
    </Box>
  );
}

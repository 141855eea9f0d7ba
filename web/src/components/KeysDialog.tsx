import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { type Key, useT } from '../base/i18n';

const GROUPS: [Key, [string, Key][]][] = [
  [
    'keys.anywhere',
    [
      ['Ctrl K', 'keys.palette'],
      ['/', 'keys.search'],
      ['Ctrl Z', 'keys.undo'],
      ['?', 'keys.help'],
    ],
  ],
  [
    'keys.desk',
    [
      ['N', 'keys.new_session'],
      ['1', 'keys.add_15'],
      ['3', 'keys.add_30'],
      ['T', 'keys.time_at_tariff'],
      ['S', 'keys.suspend'],
      ['E', 'keys.terminate'],
      ['M', 'keys.message'],
      ['L', 'keys.lock'],
      ['P', 'keys.print'],
      ['← ↑ → ↓', 'keys.move'],
      ['X', 'keys.mark'],
      ['Ctrl A', 'keys.mark_all'],
      ['Esc', 'keys.deselect'],
    ],
  ],
  [
    'keys.reader',
    [
      ['▮▯▮▮', 'keys.scan'],
    ],
  ],
];

export default function KeysDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  return (
    <Dialog open onClose={onClose} aria-labelledby="keys-title" maxWidth="xs" fullWidth>
      <DialogTitle id="keys-title">{t('keys.title')}</DialogTitle>
      <DialogContent>
        {GROUPS.map(([title, lines]) => (
          <Box key={title} sx={{ mb: 2 }}>
            <Typography variant="subtitle2" component="h3" color="textSecondary">
              {t(title)}
            </Typography>
            {lines.map(([key, what]) => (
              <Box key={key} sx={{ display: 'flex', justifyContent: 'space-between', gap: 2, py: 0.5 }}>
                <Typography>{t(what)}</Typography>
                <Box
                  component="kbd"
                  sx={{
                    font: 'inherit',
                    fontWeight: 650,
                    px: 1,
                    border: 1,
                    borderColor: 'divider',
                    borderRadius: 0.75,
                  }}
                >
                  {key}
                </Box>
              </Box>
            ))}
          </Box>
        ))}
      </DialogContent>
      <DialogActions>
        <Button autoFocus onClick={onClose}>
          {t('app.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

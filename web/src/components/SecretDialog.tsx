import ContentCopy from '@mui/icons-material/ContentCopy';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useT } from '../base/i18n';

interface SecretDialogProps {
  title: string;
  text: string;
  /** What is shown this once; several lines when it is several secrets. */
  secret: string;
  closeLabel?: string;
  onClose: () => void;
}

/** Something that is shown once: it closes by its button alone, not by a stray click. */
export function SecretDialog({ title, text, secret, closeLabel, onClose }: SecretDialogProps) {
  const t = useT();
  return (
    <Dialog open fullWidth maxWidth="xs" aria-labelledby="secret-title">
      <DialogTitle id="secret-title">{title}</DialogTitle>
      <DialogContent>
        <Secret text={text} secret={secret} />
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose} data-testid="secret-close">
          {closeLabel ?? t('app.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

export function Secret({ text, secret }: { text: string; secret: string }) {
  const t = useT();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(secret);
    setCopied(true);
  };
  return (
    <>
      <Typography sx={{ mb: 1.5 }}>{text}</Typography>
      <Box
        component="pre"
        data-testid="secret"
        sx={{
          m: 0,
          p: 1.5,
          borderRadius: 1,
          border: 1,
          borderColor: 'divider',
          fontSize: '1.05rem',
          whiteSpace: 'pre-wrap',
          overflowWrap: 'anywhere',
          columnCount: secret.includes('\n') ? 2 : 1,
        }}
      >
        {secret}
      </Box>
      {/* Browsers give the clipboard to secure pages only. */}
      {window.isSecureContext && (
        <Button size="small" startIcon={<ContentCopy />} onClick={() => void copy()} sx={{ mt: 1 }}>
          {t(copied ? 'app.copied' : 'app.copy')}
        </Button>
      )}
    </>
  );
}

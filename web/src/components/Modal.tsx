import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { type FormEvent, type ReactNode, useId } from 'react';
import { useT } from '../base/i18n';

interface ModalProps {
  title: string;
  testId?: string;
  /** What the server refused. */
  refusal?: string | null;
  children: ReactNode;
  /** Beside the button that closes. */
  actions?: ReactNode;
  /** Nothing is left to be cancelled. */
  isDone?: boolean;
  onSubmit?: () => Promise<void> | void;
  onClose: () => void;
}

/** A dialog with a form: its title, what was refused, its fields, a way out and what it is for. */
export function Modal({ title, testId, refusal, children, actions, isDone = false, onSubmit, onClose }: ModalProps) {
  const t = useT();
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // It may stand over another form: what is sent here is not sent there.
    event.stopPropagation();
    void onSubmit?.();
  };
  return (
    <Dialog open fullWidth maxWidth="xs" onClose={onClose} aria-labelledby={id} data-testid={testId}>
      <form onSubmit={submit} noValidate>
        <DialogTitle id={id}>{title}</DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 2, pt: '8px !important' }}>
          {refusal && <Alert severity="error">{refusal}</Alert>}
          {children}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{t(isDone ? 'app.close' : 'app.cancel')}</Button>
          {actions}
        </DialogActions>
      </form>
    </Dialog>
  );
}

import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { type FormEvent, useState } from 'react';
import type { Role } from '../../api/types';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { ProblemError, reasonOf } from '../../base/problem';

interface RoleDialogProps {
  /** Null for a new one. */
  role: Role | null;
  onClose: () => void;
  onDone: () => void;
}

/** A role's name, and whether it asks for a second factor; what it may do is ticked in the matrix. */
export function RoleDialog({ role, onClose, onDone }: RoleDialogProps) {
  const t = useT();
  const [code, setCode] = useState('');
  const [label, setLabel] = useState(role?.label ?? '');
  const [require2fa, setRequire2fa] = useState(role?.require_2fa ?? false);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const run = async (work: () => Promise<unknown>) => {
    setErrors({});
    setRefusal(null);
    try {
      await work();
      onDone();
    } catch (error) {
      const fields = error instanceof ProblemError ? error.fields : {};
      setErrors(fields);
      if (!fields.code && !fields.label) setRefusal(reasonOf(error));
    }
  };
  const path = '/api/accounts/roles/';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { label, require_2fa: require2fa };
    void run(() => (role ? http.patch(`${path}${role.code}/`, body) : http.post(path, { ...body, code })));
  };
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby="role-title">
      <form onSubmit={submit} data-testid="role-form">
        <DialogTitle id="role-title">{role ? t('matrix.edit', { name: role.label }) : t('matrix.create')}</DialogTitle>
        <DialogContent>
          {refusal && <Alert severity="error">{refusal}</Alert>}
          {!role && (
            <TextField
              name="code"
              label={t('matrix.code')}
              value={code}
              onChange={(event) => setCode(event.target.value)}
              error={Boolean(errors.code)}
              helperText={errors.code}
              required
              fullWidth
              autoFocus
            />
          )}
          <TextField
            name="label"
            label={t('matrix.label')}
            value={label}
            onChange={(event) => setLabel(event.target.value)}
            error={Boolean(errors.label)}
            helperText={errors.label}
            required
            fullWidth
          />
          <FormControlLabel
            control={<Checkbox checked={require2fa} onChange={(event) => setRequire2fa(event.target.checked)} />}
            label={t('matrix.require_2fa')}
          />
          <Typography variant="body2" color="textSecondary">
            {t('matrix.require_2fa_text')}
          </Typography>
          {role?.is_system && (
            <Typography variant="body2" color="textSecondary" sx={{ mt: 1 }}>
              {t('matrix.system')}
            </Typography>
          )}
        </DialogContent>
        <DialogActions>
          {role && !role.is_system && (
            <Button
              color="error"
              sx={{ mr: 'auto' }}
              onClick={() => void run(() => http.delete(`${path}${role.code}/`))}
              data-testid="remove-role"
            >
              {t('matrix.remove')}
            </Button>
          )}
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" variant="contained">
            {t('matrix.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

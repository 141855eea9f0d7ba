import Alert from '@mui/material/Alert';
import Autocomplete from '@mui/material/Autocomplete';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import { usePermissions } from 'react-admin';
import type { MadeApiKey } from '../../api/types';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { ProblemError, reasonOf } from '../../base/problem';
import { PasswordField } from '../account/PasswordField';

interface KeyDialogProps {
  path: string;
  onClose: () => void;
  onMade: (key: MadeApiKey) => void;
}

/** Changing accounts is for people: a key cannot. */
const forKeys = (code: string) => !code.startsWith('comptes:') || code === 'comptes:lire';

export function KeyDialog({ path, onClose, onMade }: KeyDialogProps) {
  const t = useT();
  const { permissions = [] } = usePermissions<string[]>();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>([]);
  const [days, setDays] = useState('365');
  const [rate, setRate] = useState('1000');
  const [password, setPassword] = useState('');
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setErrors({});
    setRefusal(null);
    try {
      const body = { name, scopes, days: Number(days), rate_per_hour: Number(rate), password };
      onMade(await http.post<MadeApiKey>(path, body));
    } catch (error) {
      const fields = error instanceof ProblemError ? error.fields : {};
      setErrors(fields);
      if (Object.keys(fields).length === 0) setRefusal(reasonOf(error));
    }
  };
  const texts = [
    ['name', t('keys_api.name'), name, setName],
    ['days', t('keys_api.days'), days, setDays],
    ['rate_per_hour', t('keys_api.rate'), rate, setRate],
  ] as const;
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="key-title">
      <form onSubmit={(event) => void submit(event)} data-testid="key-form">
        <DialogTitle id="key-title">{t('keys_api.create')}</DialogTitle>
        <DialogContent>
          {refusal && <Alert severity="error">{refusal}</Alert>}
          {texts.map(([field, label, value, set]) => (
            <TextField
              key={field}
              name={field}
              label={label}
              value={value}
              onChange={(event) => set(event.target.value)}
              type={field === 'name' ? 'text' : 'number'}
              error={Boolean(errors[field])}
              helperText={errors[field]}
              required
              fullWidth
            />
          ))}
          <Autocomplete
            multiple
            id="key-scopes"
            options={permissions.filter(forKeys)}
            groupBy={(code) => code.split(':')[0] ?? ''}
            value={scopes}
            onChange={(_, chosen) => setScopes(chosen)}
            renderInput={(params) => (
              <TextField {...params} label={t('keys_api.scopes')} error={Boolean(errors.scopes)} helperText={errors.scopes} />
            )}
          />
          <PasswordField
            name="key_password"
            label={t('factor.password')}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            autoComplete="current-password"
            error={Boolean(errors.password)}
            helperText={errors.password}
          />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" variant="contained">
            {t('keys_api.create')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

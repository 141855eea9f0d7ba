import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { type FormEvent, useState } from 'react';
import { useLogin } from 'react-admin';
import { useT } from '../../base/i18n';
import { ProblemError, reasonOf } from '../../base/problem';
import { PasswordField } from './PasswordField';

export function LoginForm({ onMustChange }: { onMustChange: (username: string, password: string) => void }) {
  const t = useT();
  const login = useLogin();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      await login({ username: username.trim(), password });
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'must_change_password')
        onMustChange(username.trim(), password);
      else if (error instanceof ProblemError && error.status === 429 && error.retryAfterS)
        setRefusal(t('login.too_many', { seconds: error.retryAfterS }));
      else setRefusal(reasonOf(error));
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} data-testid="login-form">
      <Typography variant="h4" component="h1">
        {t('login.title')}
      </Typography>
      <Typography color="textSecondary" sx={{ mt: 0.5, mb: 2.5 }}>
        {t('login.hint')}
      </Typography>
      {refusal && (
        <Alert severity="error" sx={{ mb: 2 }} data-testid="login-refusal">
          {refusal}
        </Alert>
      )}
      <TextField
        name="username"
        label={t('login.username')}
        value={username}
        onChange={(event) => setUsername(event.target.value)}
        autoComplete="username"
        autoFocus
        required
        fullWidth
        size="medium"
        slotProps={{ inputLabel: { required: false }, htmlInput: { autoCapitalize: 'none', spellCheck: false } }}
      />
      <PasswordField
        name="password"
        label={t('login.password')}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        autoComplete="current-password"
      />
      <Button type="submit" variant="contained" size="large" fullWidth disabled={busy} sx={{ mt: 2, height: 46 }}>
        {t('login.submit')}
      </Button>
    </form>
  );
}

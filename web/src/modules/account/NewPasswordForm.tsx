import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { type FormEvent, useState } from 'react';
import { useLogin } from 'react-admin';
import { useT } from '../../base/i18n';
import { ProblemError, reasonOf } from '../../base/problem';
import { type NextStep, nextStepOf } from './LoginForm';
import { PasswordField } from './PasswordField';

const SHORTEST = 10;

interface NewPasswordFormProps {
  username: string;
  password: string;
  /** The password is changed, and the server asks for something more. */
  onNext: (step: NextStep, username: string, password: string) => void;
  onBack: () => void;
}

export function NewPasswordForm({ username, password, onNext, onBack }: NewPasswordFormProps) {
  const t = useT();
  const login = useLogin();
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setRefusal(null);
    if (next.length < SHORTEST) return setErrors({ new_password: t('password.short') });
    if (next !== again) return setErrors({ again: t('password.different') });
    setErrors({});
    setBusy(true);
    try {
      await login({ username, password, newPassword: next });
    } catch (error) {
      const step = nextStepOf(error);
      // The new password holds by now.
      if (step === 'must_enrol') return onNext(step, username, next);
      const fields = error instanceof ProblemError ? error.fields : {};
      setErrors(fields);
      if (!fields.new_password) setRefusal(reasonOf(error));
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} data-testid="new-password-form">
      <Typography variant="h5" component="h1">
        {t('password.title')}
      </Typography>
      <Typography color="textSecondary" sx={{ mt: 0.5, mb: 2 }}>
        {t('password.hint')}
      </Typography>
      {refusal && (
        <Alert severity="error" sx={{ mb: 2 }}>
          {refusal}
        </Alert>
      )}
      <Box component="input" type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <PasswordField
        name="new_password"
        label={t('password.next')}
        value={next}
        onChange={(event) => setNext(event.target.value)}
        autoComplete="new-password"
        autoFocus
        error={Boolean(errors.new_password)}
        helperText={errors.new_password ?? t('password.rule')}
      />
      <PasswordField
        name="new_password_again"
        label={t('password.again')}
        value={again}
        onChange={(event) => setAgain(event.target.value)}
        autoComplete="new-password"
        error={Boolean(errors.again)}
        helperText={errors.again}
      />
      <Button type="submit" variant="contained" size="large" fullWidth disabled={busy} sx={{ mt: 2, height: 46 }}>
        {t('password.submit')}
      </Button>
      <Button fullWidth onClick={onBack} sx={{ mt: 1 }}>
        {t('password.back')}
      </Button>
    </form>
  );
}

import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useLogin } from 'react-admin';
import { useT } from '../../base/i18n';
import { ProblemError, reasonOf } from '../../base/problem';
import { DoorForm } from './DoorForm';
import { PasswordField } from './PasswordField';

/** What the server asks for before it lets somebody in. */
export type NextStep = 'must_change_password' | 'otp_required' | 'must_enrol';
const NEXT_STEPS: readonly string[] = ['must_change_password', 'otp_required', 'must_enrol'] satisfies NextStep[];

/** The step that a refused login leads to, if it leads to one. */
export function nextStepOf(error: unknown): NextStep | null {
  return error instanceof ProblemError && NEXT_STEPS.includes(error.code) ? (error.code as NextStep) : null;
}

interface LoginFormProps {
  onNext: (step: NextStep, username: string, password: string) => void;
}

export function LoginForm({ onNext }: LoginFormProps) {
  const t = useT();
  const login = useLogin();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      await login({ username: username.trim(), password });
    } catch (error) {
      const step = nextStepOf(error);
      if (step) onNext(step, username.trim(), password);
      else if (error instanceof ProblemError && error.status === 429 && error.retryAfterS)
        setRefusal(t('login.too_many', { seconds: error.retryAfterS }));
      else setRefusal(reasonOf(error));
      setBusy(false);
    }
  };

  return (
    <DoorForm
      isFirst
      testId="login-form"
      title={t('login.title')}
      hint={t('login.hint')}
      refusal={refusal}
      submit={t('login.submit')}
      busy={busy}
      onSubmit={submit}
      back={{ label: t('login.forgotten'), href: '/forgotten-password' }}
    >
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
    </DoorForm>
  );
}

import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { type FormEvent, useState } from 'react';
import { useLogin } from 'react-admin';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { type NextStep, nextStepOf } from './LoginForm';

interface OtpFormProps {
  username: string;
  password: string;
  onNext: (step: NextStep, username: string, password: string) => void;
  onBack: () => void;
}

/** The second step of a login: the code. What was typed before goes with it, in one request. */
export function OtpForm({ username, password, onNext, onBack }: OtpFormProps) {
  const t = useT();
  const login = useLogin();
  const [code, setCode] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      await login({ username, password, otp: code });
    } catch (error) {
      const step = nextStepOf(error);
      if (step && step !== 'otp_required') return onNext(step, username, password);
      setRefusal(reasonOf(error));
      setCode('');
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} data-testid="otp-form">
      <Typography variant="h5" component="h1">
        {t('factor.login_title')}
      </Typography>
      <Typography color="textSecondary" sx={{ mt: 0.5, mb: 2 }}>
        {t('factor.login_text')}
      </Typography>
      {refusal && (
        <Alert severity="error" sx={{ mb: 2 }} data-testid="login-refusal">
          {refusal}
        </Alert>
      )}
      <TextField
        name="otp"
        label={t('factor.login_code')}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        autoComplete="one-time-code"
        autoFocus
        required
        fullWidth
        size="medium"
        slotProps={{ inputLabel: { required: false }, htmlInput: { autoCapitalize: 'none', spellCheck: false } }}
      />
      <Button type="submit" variant="contained" size="large" fullWidth disabled={busy} sx={{ mt: 2, height: 46 }}>
        {t('login.submit')}
      </Button>
      <Button fullWidth onClick={onBack} sx={{ mt: 1 }}>
        {t('password.back')}
      </Button>
    </form>
  );
}

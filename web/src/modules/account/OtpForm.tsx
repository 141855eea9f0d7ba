import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useLogin } from 'react-admin';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { DoorForm } from './DoorForm';
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
  const submit = async () => {
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
    <DoorForm
      testId="otp-form"
      title={t('factor.login_title')}
      hint={t('factor.login_text')}
      refusal={refusal}
      submit={t('login.submit')}
      busy={busy}
      onSubmit={submit}
      back={{ label: t('password.back'), onClick: onBack }}
    >
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
    </DoorForm>
  );
}

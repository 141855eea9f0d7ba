import Box from '@mui/material/Box';
import { useState } from 'react';
import { useLogin } from 'react-admin';
import { useT } from '../../base/i18n';
import { ProblemError, reasonOf } from '../../base/problem';
import { DoorForm, NOTHING_TYPED, TwiceFields } from './DoorForm';
import { type NextStep, nextStepOf } from './LoginForm';

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
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async () => {
    const { next, again } = typed;
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
    <DoorForm
      testId="new-password-form"
      title={t('password.title')}
      hint={t('password.hint')}
      refusal={refusal}
      submit={t('password.submit')}
      busy={busy}
      onSubmit={submit}
      back={{ label: t('password.back'), onClick: onBack }}
    >
      <Box component="input" type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <TwiceFields value={typed} onChange={setTyped} errors={errors} />
    </DoorForm>
  );
}

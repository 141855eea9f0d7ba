import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { type FormEvent, useState } from 'react';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { ProblemError, reasonOf } from '../../base/problem';
import { AccountFrame } from './AccountFrame';
import { linkToken } from './linkToken';
import { PasswordField } from './PasswordField';

/** Whether an account is there already, or begins with this link. */
export interface ChoosePageProps {
  registers?: boolean;
}

/** The page of a letter's link: a password is chosen, for the first time or anew. */
export default function ChoosePage({ registers = false }: ChoosePageProps) {
  const t = useT();
  const [token] = useState(linkToken);
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [done, setDone] = useState(false);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (next !== again) return setErrors({ again: t('password.different') });
    setErrors({});
    try {
      const path = registers ? '/api/accounts/register/confirm/' : '/api/accounts/password-reset/confirm/';
      await http.askWithoutLogin(path, { token, new_password: next });
      setDone(true);
    } catch (error) {
      const fields = error instanceof ProblemError ? error.fields : {};
      setErrors(fields.new_password ? fields : { all: reasonOf(error) });
    }
  };
  return (
    <AccountFrame>
      <form onSubmit={(event) => void submit(event)} data-testid="choose-form">
        <Typography variant="h5" component="h1">
          {t('recovery.choose')}
        </Typography>
        {!token && (
          <Alert severity="error" sx={{ my: 2 }}>
            {t('recovery.no_link')}
          </Alert>
        )}
        {errors.all && (
          <Alert severity="error" sx={{ my: 2 }} data-testid="link-refused">
            {errors.all}
          </Alert>
        )}
        {done && (
          <Alert severity="success" sx={{ my: 2 }} data-testid="password-chosen">
            {t(registers ? 'recovery.confirmed' : 'recovery.chosen')}
          </Alert>
        )}
        {token && !done && (
          <>
            <Typography color="textSecondary" sx={{ mt: 0.5, mb: 2 }}>
              {t('recovery.choose_text')}
            </Typography>
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
            <Button type="submit" variant="contained" size="large" fullWidth sx={{ mt: 2, height: 46 }}>
              {t('account.save')}
            </Button>
          </>
        )}
        <Button href="/login" fullWidth sx={{ mt: 1 }}>
          {t('recovery.back')}
        </Button>
      </form>
    </AccountFrame>
  );
}

import Alert from '@mui/material/Alert';
import { useState } from 'react';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { ProblemError, reasonOf } from '../../base/problem';
import { AccountFrame } from './AccountFrame';
import { DoorForm, NOTHING_TYPED, TwiceFields } from './DoorForm';
import { linkToken } from './linkToken';

/** Whether an account is there already, or begins with this link. */
export interface ChoosePageProps {
  registers?: boolean;
}

/** The page of a letter's link: a password is chosen, for the first time or anew. */
export default function ChoosePage({ registers = false }: ChoosePageProps) {
  const t = useT();
  const [token] = useState(linkToken);
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const [done, setDone] = useState(false);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const submit = async () => {
    const { next, again } = typed;
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
  const asks = Boolean(token) && !done;
  return (
    <AccountFrame>
      <DoorForm
        testId="choose-form"
        title={t('recovery.choose')}
        hint={asks ? t('recovery.choose_text') : undefined}
        refusal={errors.all ?? (token ? null : t('recovery.no_link'))}
        refusalTestId="link-refused"
        submit={asks ? t('account.save') : undefined}
        onSubmit={submit}
        back={{ label: t('recovery.back'), href: '/login' }}
      >
        {done && (
          <Alert severity="success" sx={{ my: 2 }} data-testid="password-chosen">
            {t(registers ? 'recovery.confirmed' : 'recovery.chosen')}
          </Alert>
        )}
        {asks && <TwiceFields value={typed} onChange={setTyped} errors={errors} />}
      </DoorForm>
    </AccountFrame>
  );
}

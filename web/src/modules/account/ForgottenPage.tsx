import Alert from '@mui/material/Alert';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { AccountFrame } from './AccountFrame';
import { DoorForm } from './DoorForm';

/** A link to another password, by e-mail. What is said is the same whether or not somebody has the address. */
export default function ForgottenPage() {
  const t = useT();
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async () => {
    setRefusal(null);
    try {
      await http.askWithoutLogin('/api/accounts/password-reset/', { email: email.trim() });
      setSent(true);
    } catch (error) {
      setRefusal(reasonOf(error));
    }
  };
  return (
    <AccountFrame>
      <DoorForm
        testId="forgotten-form"
        title={t('recovery.title')}
        hint={sent ? undefined : t('recovery.text')}
        refusal={refusal}
        submit={sent ? undefined : t('recovery.send')}
        onSubmit={submit}
        back={{ label: t('recovery.back'), href: '/login' }}
      >
        {sent ? (
          <Alert severity="success" sx={{ my: 2 }} data-testid="link-sent">
            {t('recovery.sent')}
          </Alert>
        ) : (
          <TextField
            name="email"
            type="email"
            label={t('recovery.email')}
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            autoComplete="email"
            autoFocus
            required
            fullWidth
            size="medium"
            slotProps={{ inputLabel: { required: false } }}
          />
        )}
      </DoorForm>
    </AccountFrame>
  );
}

import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { type FormEvent, useState } from 'react';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { AccountFrame } from './AccountFrame';

/** A link to another password, by e-mail. What is said is the same whether or not somebody has the address. */
export default function ForgottenPage() {
  const t = useT();
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
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
      <form onSubmit={(event) => void submit(event)} data-testid="forgotten-form">
        <Typography variant="h5" component="h1">
          {t('recovery.title')}
        </Typography>
        {sent ? (
          <Alert severity="success" sx={{ my: 2 }} data-testid="link-sent">
            {t('recovery.sent')}
          </Alert>
        ) : (
          <>
            <Typography color="textSecondary" sx={{ mt: 0.5, mb: 2 }}>
              {t('recovery.text')}
            </Typography>
            {refusal && <Alert severity="error">{refusal}</Alert>}
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
            <Button type="submit" variant="contained" size="large" fullWidth sx={{ mt: 2, height: 46 }}>
              {t('recovery.send')}
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

import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useEffect, useRef, useState } from 'react';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { AccountFrame } from './AccountFrame';
import { linkToken } from './linkToken';

/** The page of the link that proves another address: following it is all there is to do. */
export default function ConfirmPage() {
  const t = useT();
  const [outcome, setOutcome] = useState<{ good: boolean; text: string } | null>(null);
  const asked = useRef(false);
  useEffect(() => {
    // The link is good once: it is followed once, however often the page is drawn.
    if (asked.current) return;
    asked.current = true;
    const token = linkToken();
    if (!token) return setOutcome({ good: false, text: t('recovery.no_link') });
    http.askWithoutLogin('/api/accounts/me/email/confirm/', { token }).then(
      () => setOutcome({ good: true, text: t('recovery.email_confirmed') }),
      (error: unknown) => setOutcome({ good: false, text: reasonOf(error) }),
    );
  }, [t]);
  return (
    <AccountFrame>
      {outcome ? (
        <Alert severity={outcome.good ? 'success' : 'error'} data-testid="confirmation">
          {outcome.text}
        </Alert>
      ) : (
        <Typography>{t('recovery.confirming')}</Typography>
      )}
      <Button href="/login" fullWidth sx={{ mt: 2 }}>
        {t('recovery.back')}
      </Button>
    </AccountFrame>
  );
}

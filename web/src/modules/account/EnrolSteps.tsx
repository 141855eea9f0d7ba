import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { type FormEvent, useEffect, useState } from 'react';
import type { FactorSecret } from '../../api/types';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { Secret } from '../../components/SecretDialog';
import { QrCode } from '../../components/TicketSlip';

interface EnrolStepsProps {
  username: string;
  password: string;
  /** The login is open, and the recovery codes were kept. */
  onDone: () => void;
}

/** A QR code, then its code, then the recovery codes. */
export function EnrolSteps({ username, password, onDone }: EnrolStepsProps) {
  const t = useT();
  const [secret, setSecret] = useState<FactorSecret | null>(null);
  const [code, setCode] = useState('');
  const [codes, setCodes] = useState<string[] | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    let wanted = true;
    http.enrolFactor(username, password).then(
      (started) => wanted && setSecret(started),
      (error: unknown) => wanted && setRefusal(reasonOf(error)),
    );
    return () => {
      wanted = false;
    };
  }, [username, password]);

  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      setCodes(await http.confirmFactor(username, password, code));
    } catch (error) {
      setRefusal(reasonOf(error));
    }
    setBusy(false);
  };

  if (codes)
    return (
      <>
        <Typography variant="h6" component="h2" sx={{ mb: 1 }}>
          {t('factor.codes')}
        </Typography>
        <Secret text={t('factor.codes_text')} secret={codes.join('\n')} />
        <Button variant="contained" fullWidth onClick={onDone} sx={{ mt: 2 }} data-testid="codes-kept">
          {t('factor.kept')}
        </Button>
      </>
    );
  return (
    <form onSubmit={(event) => void confirm(event)}>
      {refusal && (
        <Alert severity="error" sx={{ mb: 2 }}>
          {refusal}
        </Alert>
      )}
      {secret && (
        <>
          <Typography sx={{ mb: 1.5 }}>{t('factor.scan')}</Typography>
          <Box sx={{ width: 190, mx: 'auto', mb: 1.5 }}>
            <QrCode text={secret.uri} label={t('factor.qr')} />
          </Box>
          <Typography
            component="code"
            data-testid="totp-secret"
            sx={{ display: 'block', textAlign: 'center', overflowWrap: 'anywhere', mb: 1 }}
          >
            {secret.secret}
          </Typography>
          <TextField
            name="otp"
            label={t('factor.code')}
            value={code}
            onChange={(event) => setCode(event.target.value)}
            autoComplete="one-time-code"
            required
            fullWidth
            size="medium"
            slotProps={{ inputLabel: { required: false }, htmlInput: { inputMode: 'numeric' } }}
          />
          <Button type="submit" variant="contained" size="large" fullWidth disabled={busy} sx={{ mt: 2, height: 46 }}>
            {t('factor.confirm')}
          </Button>
        </>
      )}
    </form>
  );
}

import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNotify } from 'react-admin';
import type { FactorStatus } from '../../api/types';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { SecretDialog } from '../../components/SecretDialog';
import { EnrolSteps } from './EnrolSteps';
import { PasswordField } from './PasswordField';

const STATUS = ['factor'];
type Wanted = 'enable' | 'disable' | 'renew';

/** The second factor: turned on with a QR code, off with the password and a code. */
export function FactorCard({ username }: { username: string }) {
  const t = useT();
  const formats = useFormats();
  const notify = useNotify();
  const client = useQueryClient();
  const { data: status } = useQuery({
    queryKey: STATUS,
    queryFn: ({ signal }) => http.get<FactorStatus>('/api/accounts/2fa/', undefined, signal),
  });
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const [proven, setProven] = useState<string | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  if (!status) return null;

  const settled = () => {
    setWanted(null);
    setProven(null);
    void client.invalidateQueries({ queryKey: STATUS });
    void client.invalidateQueries({ queryKey: ['logins'] });
  };
  const prove = async (password: string, otp: string) => {
    if (wanted === 'enable') return setProven(password);
    if (wanted === 'disable') {
      await http.post('/api/accounts/2fa/disable/', { password, otp });
      notify('users.done', { type: 'success' });
    } else {
      const path = '/api/accounts/2fa/recovery_codes/';
      const answer = await http.post<{ recovery_codes: string[] }>(path, { password, otp });
      setCodes(answer.recovery_codes);
    }
    settled();
  };

  if (proven !== null) return <EnrolSteps username={username} password={proven} onDone={settled} />;
  return (
    <div data-testid="factor-card" data-enabled={status.enabled}>
      <Typography color="textSecondary">
        {status.enabled && status.since !== null
          ? t('factor.on', { time: formats.instant(status.since) })
          : t('factor.off')}{' '}
        {status.required && t('factor.required')}
      </Typography>
      {status.enabled && (
        <Typography sx={{ mt: 0.5 }}>{t('factor.left', { smart_count: status.recovery_codes_left })}</Typography>
      )}
      {wanted ? (
        <PasswordStep withCode={wanted !== 'enable'} onSubmit={prove} onCancel={() => setWanted(null)} />
      ) : (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 1.5 }}>
          {!status.enabled && (
            <Button variant="contained" onClick={() => setWanted('enable')}>
              {t('factor.enable')}
            </Button>
          )}
          {status.enabled && (
            <Button variant="outlined" onClick={() => setWanted('renew')}>
              {t('factor.renew')}
            </Button>
          )}
          {status.enabled && !status.required && (
            <Button color="error" onClick={() => setWanted('disable')}>
              {t('factor.disable')}
            </Button>
          )}
        </Box>
      )}
      {codes && (
        <SecretDialog
          title={t('factor.codes')}
          text={t('factor.codes_text')}
          secret={codes.join('\n')}
          closeLabel={t('factor.kept')}
          onClose={() => setCodes(null)}
        />
      )}
    </div>
  );
}

interface PasswordStepProps {
  /** One factor alone does not undo the other: a code of it is asked for, too. */
  withCode: boolean;
  onSubmit: (password: string, otp: string) => unknown;
  onCancel: () => void;
}

function PasswordStep({ withCode, onSubmit, onCancel }: PasswordStepProps) {
  const t = useT();
  const [password, setPassword] = useState('');
  const [otp, setOtp] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setRefusal(null);
    try {
      await onSubmit(password, otp);
    } catch (error) {
      setRefusal(reasonOf(error));
    }
  };
  return (
    <Box component="form" onSubmit={(event) => void submit(event)} sx={{ mt: 1.5 }}>
      {refusal && <Alert severity="error">{refusal}</Alert>}
      <PasswordField
        name="factor_password"
        label={t('factor.password')}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        autoComplete="current-password"
        autoFocus
      />
      {withCode && (
        <TextField
          name="factor_code"
          label={t('factor.login_code')}
          value={otp}
          onChange={(event) => setOtp(event.target.value)}
          autoComplete="one-time-code"
          fullWidth
          slotProps={{ htmlInput: { autoCapitalize: 'none', spellCheck: false } }}
        />
      )}
      <Box sx={{ display: 'flex', gap: 1, mt: 1 }}>
        <Button type="submit" variant="contained">
          {t('factor.go_on')}
        </Button>
        <Button onClick={onCancel}>{t('app.cancel')}</Button>
      </Box>
    </Box>
  );
}

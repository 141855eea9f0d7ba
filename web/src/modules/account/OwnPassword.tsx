import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNotify } from 'react-admin';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { ProblemError, reasonOf } from '../../base/problem';
import { PasswordField } from './PasswordField';

export function OwnPassword() {
  const t = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setErrors({});
    setRefusal(null);
    try {
      await http.patch('/api/accounts/me/', { current_password: current, new_password: next });
      setCurrent('');
      setNext('');
      notify('account.changed', { type: 'success' });
      void client.invalidateQueries({ queryKey: ['logins'] });
    } catch (error) {
      const fields = error instanceof ProblemError ? error.fields : {};
      setErrors(fields);
      if (Object.keys(fields).length === 0) setRefusal(reasonOf(error));
    }
  };
  return (
    <Box component="form" onSubmit={(event) => void submit(event)} data-testid="password-form">
      {refusal && <Alert severity="error">{refusal}</Alert>}
      <PasswordField
        name="current"
        size="small"
        label={t('account.current')}
        value={current}
        onChange={(event) => setCurrent(event.target.value)}
        autoComplete="current-password"
        error={Boolean(errors.current_password)}
        helperText={errors.current_password}
      />
      <PasswordField
        name="next"
        label={t('password.next')}
        value={next}
        onChange={(event) => setNext(event.target.value)}
        autoComplete="new-password"
        error={Boolean(errors.new_password)}
        helperText={errors.new_password ?? t('password.rule')}
      />
      <Button type="submit" variant="contained" sx={{ mt: 1.5 }}>
        {t('account.change')}
      </Button>
    </Box>
  );
}

import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNotify } from 'react-admin';
import type { User } from '../../api/types';
import { http } from '../../base/http';
import { type Key, LOCALES, useT } from '../../base/i18n';
import { ProblemError, reasonOf } from '../../base/problem';
import { PasswordField } from './PasswordField';

const FIELDS = ['first_name', 'last_name', 'phone', 'email'] as const;

export function ProfileForm({ me }: { me: User }) {
  const t = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const [values, setValues] = useState({
    first_name: me.first_name,
    last_name: me.last_name,
    phone: me.phone ?? '',
    email: me.email ?? '',
    language: me.language,
  });
  const [current, setCurrent] = useState('');
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const moved = values.email !== (me.email ?? '');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setErrors({});
    setRefusal(null);
    try {
      const body = { ...values, phone: values.phone || null, email: values.email || null };
      await http.patch<User>('/api/accounts/me/', moved ? { ...body, current_password: current } : body);
      // Another address counts once its letter was answered: until then the old one is shown.
      const asked = moved && values.email !== '';
      notify(asked ? t('account.email_sent', { email: values.email }) : 'account.saved', { type: 'success' });
      if (asked) setValues({ ...values, email: me.email ?? '' });
      await client.invalidateQueries({ queryKey: ['me'] });
    } catch (error) {
      const fields = error instanceof ProblemError ? error.fields : {};
      setErrors(fields);
      if (Object.keys(fields).length === 0) setRefusal(reasonOf(error));
    }
  };
  const set = (name: keyof typeof values) => (event: { target: { value: string } }) =>
    setValues({ ...values, [name]: event.target.value });
  return (
    <Box component="form" onSubmit={(event) => void submit(event)} data-testid="profile-form">
      {refusal && <Alert severity="error">{refusal}</Alert>}
      {FIELDS.map((name) => (
        <TextField
          key={name}
          name={name}
          type={name === 'email' ? 'email' : 'text'}
          label={t(`resources.users.fields.${name}` as Key)}
          value={values[name]}
          onChange={set(name)}
          error={Boolean(errors[name])}
          helperText={errors[name]}
          fullWidth
        />
      ))}
      {moved && (
        <PasswordField
          name="current_password"
          label={t('account.email_password')}
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
          autoComplete="current-password"
          error={Boolean(errors.current_password)}
          helperText={errors.current_password}
        />
      )}
      <TextField
        select
        id="own-language"
        label={t('resources.users.fields.language')}
        value={values.language}
        onChange={set('language')}
        fullWidth
      >
        {LOCALES.map(({ locale, name }) => (
          <MenuItem key={locale} value={locale}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      <Button type="submit" variant="contained" sx={{ mt: 1.5 }}>
        {t('account.save')}
      </Button>
    </Box>
  );
}

import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { FormEvent, ReactNode } from 'react';
import { useT } from '../../base/i18n';
import { PasswordField } from './PasswordField';

interface DoorFormProps {
  testId: string;
  title: string;
  /** The first thing that somebody meets here. */
  isFirst?: boolean;
  hint?: string;
  /** What the server refused, and where tests look for it. */
  refusal?: string | null;
  refusalTestId?: string;
  /** The button that sends; none when there is nothing more to send. */
  submit?: string;
  busy?: boolean;
  onSubmit: () => Promise<void> | void;
  /** The way out. */
  back: { label: string; href?: string; onClick?: () => void };
  children?: ReactNode;
}

/** A form before the console: a heading, what was refused, the fields, the button and a way back. */
export function DoorForm({
  testId,
  title,
  isFirst = false,
  hint,
  refusal,
  refusalTestId = 'login-refusal',
  submit,
  busy = false,
  onSubmit,
  back,
  children,
}: DoorFormProps) {
  const send = (event: FormEvent) => {
    event.preventDefault();
    void onSubmit();
  };
  return (
    <form onSubmit={send} data-testid={testId}>
      <Typography variant={isFirst ? 'h4' : 'h5'} component="h1">
        {title}
      </Typography>
      {hint && (
        <Typography color="textSecondary" sx={{ mt: 0.5, mb: 2 }}>
          {hint}
        </Typography>
      )}
      {refusal && (
        <Alert severity="error" sx={{ my: 2 }} data-testid={refusalTestId}>
          {refusal}
        </Alert>
      )}
      {children}
      {submit && (
        <Button type="submit" variant="contained" size="large" fullWidth disabled={busy} sx={{ mt: 2, height: 46 }}>
          {submit}
        </Button>
      )}
      <Button fullWidth href={back.href} onClick={back.onClick} sx={{ mt: 1 }}>
        {back.label}
      </Button>
    </form>
  );
}

/** A new password, typed twice. */
export interface Twice {
  next: string;
  again: string;
}
export const NOTHING_TYPED: Twice = { next: '', again: '' };

interface TwiceFieldsProps {
  value: Twice;
  onChange: (value: Twice) => void;
  errors: Readonly<Record<string, string>>;
}

export function TwiceFields({ value, onChange, errors }: TwiceFieldsProps) {
  const t = useT();
  return (
    <>
      <PasswordField
        name="new_password"
        label={t('password.next')}
        value={value.next}
        onChange={(event) => onChange({ ...value, next: event.target.value })}
        autoComplete="new-password"
        autoFocus
        error={Boolean(errors.new_password)}
        helperText={errors.new_password ?? t('password.rule')}
      />
      <PasswordField
        name="new_password_again"
        label={t('password.again')}
        value={value.again}
        onChange={(event) => onChange({ ...value, again: event.target.value })}
        autoComplete="new-password"
        error={Boolean(errors.again)}
        helperText={errors.again}
      />
    </>
  );
}

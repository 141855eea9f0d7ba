import { useState } from 'react';
import { AccountFrame } from './AccountFrame';
import { LoginForm } from './LoginForm';
import { NewPasswordForm } from './NewPasswordForm';

/** Signing in, and the change of a temporary password that the server may ask for first. */
export function LoginPage() {
  const [temporary, setTemporary] = useState<{ username: string; password: string } | null>(null);
  return (
    <AccountFrame>
      {temporary ? (
        <NewPasswordForm {...temporary} onBack={() => setTemporary(null)} />
      ) : (
        <LoginForm onMustChange={(username, password) => setTemporary({ username, password })} />
      )}
    </AccountFrame>
  );
}

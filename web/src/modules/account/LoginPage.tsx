import { useState } from 'react';
import { AccountFrame } from './AccountFrame';
import { EnrolForm } from './EnrolForm';
import { LoginForm, type NextStep } from './LoginForm';
import { NewPasswordForm } from './NewPasswordForm';
import { OtpForm } from './OtpForm';

interface Asked {
  step: NextStep;
  username: string;
  password: string;
}

/** Signing in, and what the server may ask for first: a new password, a code, a second factor. */
export function LoginPage() {
  const [asked, setAsked] = useState<Asked | null>(null);
  const onNext = (step: NextStep, username: string, password: string) => setAsked({ step, username, password });
  const onBack = () => setAsked(null);
  return (
    <AccountFrame>
      {asked === null && <LoginForm onNext={onNext} />}
      {asked?.step === 'must_change_password' && <NewPasswordForm {...asked} onNext={onNext} onBack={onBack} />}
      {asked?.step === 'otp_required' && <OtpForm {...asked} onNext={onNext} onBack={onBack} />}
      {asked?.step === 'must_enrol' && <EnrolForm {...asked} onBack={onBack} />}
    </AccountFrame>
  );
}

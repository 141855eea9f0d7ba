import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useLogin } from 'react-admin';
import { useT } from '../../base/i18n';
import { EnrolSteps } from './EnrolSteps';

interface EnrolFormProps {
  username: string;
  password: string;
  onBack: () => void;
}

/** Before anything else: a role asks for a second factor, and there is none yet. */
export function EnrolForm({ username, password, onBack }: EnrolFormProps) {
  const t = useT();
  const login = useLogin();
  return (
    <div data-testid="enrol-form">
      <Typography variant="h5" component="h1">
        {t('factor.title')}
      </Typography>
      <Typography color="textSecondary" sx={{ mt: 0.5, mb: 2 }}>
        {t('factor.must')}
      </Typography>
      <EnrolSteps username={username} password={password} onDone={() => void login({ open: true })} />
      <Button fullWidth onClick={onBack} sx={{ mt: 1 }}>
        {t('password.back')}
      </Button>
    </div>
  );
}

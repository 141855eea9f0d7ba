import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Title } from 'react-admin';
import { Link } from 'react-router-dom';
import type { User } from '../../api/types';
import { useCan } from '../../base/access';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { FactorCard } from './FactorCard';
import { LoginSessions } from './LoginSessions';
import { OwnPassword } from './OwnPassword';
import { ProfileForm } from './ProfileForm';

const ME = ['me'];

/** One's own account: who one is, how one signs in, and where. */
export default function AccountPage() {
  const t = useT();
  const can = useCan();
  const { data: me } = useQuery({
    queryKey: ME,
    queryFn: ({ signal }) => http.get<User>('/api/accounts/me/', undefined, signal),
  });
  return (
    <Box
      data-testid="own-account-page"
      sx={{
        display: 'grid',
        gap: 2,
        alignItems: 'start',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'repeat(2, minmax(0, 1fr))' },
        maxWidth: 1200,
      }}
    >
      <Title title={t('account.title')} />
      <Part title={t('account.profile')}>{me && <ProfileForm key={JSON.stringify(me)} me={me} />}</Part>
      <Part title={t('account.password')}>
        <OwnPassword />
      </Part>
      <Part title={t('factor.title')}>{me && <FactorCard username={me.username} />}</Part>
      <Part title={t('account.sessions')}>
        <LoginSessions path="/api/accounts/sessions/" endAll="logins.end_others" />
      </Part>
      {can('comptes:cles') && (
        <Part title={t('account.keys')}>
          <Typography color="textSecondary" sx={{ mb: 1 }}>
            {t('account.keys_text')}
          </Typography>
          <Button component={Link} to="/api-keys" variant="outlined">
            {t('account.keys_open')}
          </Button>
        </Part>
      )}
    </Box>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card sx={{ p: 2.5 }}>
      <Typography variant="h6" component="h2" sx={{ mb: 1 }}>
        {title}
      </Typography>
      {children}
    </Card>
  );
}

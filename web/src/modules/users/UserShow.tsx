import Alert from '@mui/material/Alert';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { useRecordContext } from 'react-admin';
import type { Account } from '../../api/types';
import { useCan } from '../../base/access';
import { useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import { EntityShow } from '../../crud/Facts';
import { LoginSessions } from '../account/LoginSessions';
import { account } from './entity';
import { UserActions } from './UserActions';
import { UserActivity } from './UserActivity';

export default function UserShow() {
  return <EntityShow entity={account} tools={<UserActions />} aside={<Aside />} />;
}

function Aside() {
  const t = useT();
  const can = useCan();
  const formats = useFormats();
  const record = useRecordContext<Account>();
  if (!record) return null;
  return (
    <>
      {record.locked_until !== null && (
        <Alert severity="warning">{t('users.locked', { time: formats.instant(record.locked_until) })}</Alert>
      )}
      {can('comptes:sessions') && (
        <Card sx={{ p: 2.5 }}>
          <Typography variant="h6" component="h2" sx={{ mb: 1 }}>
            {t('users.logins')}
          </Typography>
          <LoginSessions path={`/api/accounts/users/${record.id}/sessions/`} endAll="logins.end_all" />
        </Card>
      )}
      {can('journal:lire') && <UserActivity id={record.id} />}
    </>
  );
}

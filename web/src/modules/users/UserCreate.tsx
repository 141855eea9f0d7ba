import { useState } from 'react';
import { Create, useNotify, useRedirect } from 'react-admin';
import type { MadeAccount } from '../../api/types';
import { useT } from '../../base/i18n';
import { SecretDialog } from '../../components/SecretDialog';
import { UserForm } from './UserForm';

export default function UserCreate() {
  const t = useT();
  const notify = useNotify();
  const redirect = useRedirect();
  const [made, setMade] = useState<MadeAccount | null>(null);
  const open = ({ id }: MadeAccount) => redirect('show', 'users', id);
  const onSuccess = (account: MadeAccount) => {
    if (account.temporary_password) setMade(account);
    else {
      notify('users.done', { type: 'success' });
      open(account);
    }
  };
  return (
    <>
      <Create mutationOptions={{ onSuccess: onSuccess as never }}>
        <UserForm fresh />
      </Create>
      {made?.temporary_password && (
        <SecretDialog
          title={t('users.temporary')}
          text={t('users.temporary_text', { name: made.username })}
          secret={made.temporary_password}
          onClose={() => open(made)}
        />
      )}
    </>
  );
}

import Block from '@mui/icons-material/Block';
import CheckCircle from '@mui/icons-material/CheckCircleOutlined';
import LockOpen from '@mui/icons-material/LockOpenOutlined';
import LockReset from '@mui/icons-material/LockReset';
import MailOutlined from '@mui/icons-material/MailOutlined';
import PhonelinkErase from '@mui/icons-material/PhonelinkErase';
import Button from '@mui/material/Button';
import { type ReactNode, useState } from 'react';
import { Confirm, useNotify, useRecordContext, useRefresh } from 'react-admin';
import type { Account, MadeAccount } from '../../api/types';
import { useCan } from '../../base/access';
import { http } from '../../base/http';
import { type Key, useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { SecretDialog } from '../../components/SecretDialog';

interface Asked {
  title: Key;
  text: Key;
  run: () => Promise<unknown>;
}

/** What is done to an account, beside changing its fields. */
export function UserActions() {
  const t = useT();
  const can = useCan();
  const notify = useNotify();
  const refresh = useRefresh();
  const record = useRecordContext<Account>();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  if (!record || !can('comptes:gerer')) return null;
  const path = `/api/accounts/users/${record.id}/`;

  const run = async (work: () => Promise<unknown>) => {
    setAsked(null);
    try {
      await work();
      notify('users.done', { type: 'success' });
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    }
    refresh();
  };
  const reset = async () => {
    const { temporary_password } = await http.post<MadeAccount>(`${path}reset_password/`);
    setSecret(temporary_password);
  };
  const button = (name: string, label: Key, icon: ReactNode, onClick: () => void) => (
    <Button size="small" startIcon={icon} onClick={onClick} data-testid={`user-${name}`}>
      {t(label)}
    </Button>
  );

  return (
    <>
      {record.is_active
        ? button('close', 'users.close', <Block />, () =>
            setAsked({ title: 'users.close', text: 'users.close_text', run: () => http.post(`${path}disable/`) }),
          )
        : button('open', 'users.open', <CheckCircle />, () => void run(() => http.post(`${path}activate/`)))}
      {record.locked_until !== null &&
        button('unlock', 'users.unlock', <LockOpen />, () => void run(() => http.post(`${path}unlock/`)))}
      {button('reset', 'users.reset', <LockReset />, () =>
        setAsked({ title: 'users.reset', text: 'users.reset_text', run: reset }),
      )}
      {record.email &&
        button('invite', 'users.invite', <MailOutlined />, () =>
          setAsked({
            title: 'users.invite',
            text: 'users.reset_text',
            run: () => http.post(`${path}reset_password/`, { invite: true }),
          }),
        )}
      {record.two_factor &&
        button('remove-factor', 'users.remove_factor', <PhonelinkErase />, () =>
          setAsked({
            title: 'users.remove_factor',
            text: 'users.remove_factor_text',
            run: () => http.delete(`${path}2fa/`),
          }),
        )}
      <Confirm
        isOpen={asked !== null}
        title={asked ? t(asked.title) : ''}
        content={asked ? t(asked.text) : ''}
        onConfirm={() => asked && void run(asked.run)}
        onClose={() => setAsked(null)}
      />
      {secret && (
        <SecretDialog
          title={t('users.temporary')}
          text={t('users.temporary_text', { name: record.username })}
          secret={secret}
          onClose={() => setSecret(null)}
        />
      )}
    </>
  );
}

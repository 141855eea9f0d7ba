import Block from '@mui/icons-material/Block';
import CheckCircle from '@mui/icons-material/CheckCircleOutlined';
import Key from '@mui/icons-material/KeyOutlined';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import type { Account } from '../../api/types';
import { useCan } from '../../base/access';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { TogetherDialog } from '../../components/TogetherDialog';
import { type Choice, type Frame, Together } from '../../crud/Together';
import { useRoles } from './roles';

const path = ({ id }: Account) => `/api/accounts/users/${id}/`;
/** Those that need no agency or province to be named for each. */
const SCOPES = ['own', 'agency', 'all'] as const;

export function UsersTogether() {
  const t = useT();
  const can = useCan();
  if (!can('comptes:gerer')) return null;
  const choices: Choice<Account>[] = [
    {
      name: 'close',
      label: t('users.close'),
      icon: <Block />,
      rough: true,
      text: t('users.close_text'),
      // One's own is left alone: whoever closes it by mistake could not open it again.
      one: async (account) =>
        account.is_active && account.id !== http.user()?.id && http.post(`${path(account)}disable/`),
    },
    {
      name: 'open',
      label: t('users.open'),
      icon: <CheckCircle />,
      one: async (account) => !account.is_active && http.post(`${path(account)}activate/`),
    },
    { name: 'role', label: t('together.role'), icon: <Key />, dialog: (frame) => <RoleTogether {...frame} /> },
  ];
  return <Together choices={choices} nameOf={({ username }) => username} />;
}

function RoleTogether(frame: Frame<Account>) {
  const t = useT();
  const roles = useRoles();
  const [code, setCode] = useState('');
  const [scope, setScope] = useState<(typeof SCOPES)[number]>('agency');
  const give = async (account: Account) => {
    if (account.roles.some((held) => held.code === code && held.scope === scope)) return false;
    const kept = account.roles.filter((held) => held.code !== code);
    return http.patch(path(account), { roles: [...kept, { code, scope }] }, { version: account.version });
  };
  return (
    <TogetherDialog {...frame} asks ready={code !== ''} one={give}>
      <Box sx={{ display: 'grid', gap: 1.5, mt: 1.5 }}>
        <TextField
          select
          autoFocus
          name="role"
          label={t('users.role')}
          value={code}
          onChange={(event) => setCode(event.target.value)}
          sx={{ m: 0 }}
          data-testid="together-role-field"
        >
          {roles.map((role) => (
            <MenuItem key={role.code} value={role.code} data-testid={`role-${role.code}`}>
              {role.label}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          select
          name="scope"
          label={t('users.scope')}
          value={scope}
          onChange={(event) => setScope(event.target.value as (typeof SCOPES)[number])}
          sx={{ m: 0 }}
        >
          {SCOPES.map((each) => (
            <MenuItem key={each} value={each}>
              {t(`role_scope.${each}`)}
            </MenuItem>
          ))}
        </TextField>
      </Box>
    </TogetherDialog>
  );
}

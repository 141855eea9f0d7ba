import Block from '@mui/icons-material/Block';
import CheckCircle from '@mui/icons-material/CheckCircleOutlined';
import Key from '@mui/icons-material/KeyOutlined';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { type Account, ROLE_SCOPES } from '../../api/types';
import { useCan } from '../../base/access';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { TogetherDialog } from '../../components/TogetherDialog';
import { type Choice, type Frame, Together } from '../../crud/Together';
import { useProvinces, useRoles } from './roles';

const path = ({ id }: Account) => `/api/accounts/users/${id}/`;

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

type Held = Account['roles'][number];

const same = (one: Held, other: Held) =>
  one.code === other.code &&
  one.scope === other.scope &&
  (one.agency_id ?? null) === (other.agency_id ?? null) &&
  (one.province ?? null) === (other.province ?? null);

function RoleTogether(frame: Frame<Account>) {
  const t = useT();
  const roles = useRoles();
  const [code, setCode] = useState('');
  const [scope, setScope] = useState<(typeof ROLE_SCOPES)[number]>('agency');
  const [province, setProvince] = useState('');
  const provinces = useProvinces();
  const give = async (account: Account) => {
    // One's own agency where the role holds for one: it is not the same for all of them.
    const given = { code, scope, agency_id: null, province: scope === 'province' ? province : null };
    if (account.roles.some((held) => same(held, given))) return false;
    const kept = account.roles.filter((held) => held.code !== code);
    return http.patch(path(account), { roles: [...kept, given] }, { version: account.version });
  };
  return (
    <TogetherDialog {...frame} asks ready={code !== '' && (scope !== 'province' || province !== '')} one={give}>
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
          onChange={(event) => setScope(event.target.value as (typeof ROLE_SCOPES)[number])}
          sx={{ m: 0 }}
          helperText={scope === 'agency' ? t('users.own_agency') : undefined}
          data-testid="together-scope-field"
        >
          {ROLE_SCOPES.map((each) => (
            <MenuItem key={each} value={each}>
              {t(`role_scope.${each}`)}
            </MenuItem>
          ))}
        </TextField>
        {scope === 'province' && (
          <TextField
            select
            name="province"
            label={t('users.province')}
            value={province}
            onChange={(event) => setProvince(event.target.value)}
            disabled={provinces.length === 0}
            helperText={provinces.length === 0 ? t('users.no_province') : undefined}
            sx={{ m: 0 }}
            data-testid="together-province-field"
          >
            {provinces.map((each) => (
              <MenuItem key={each} value={each}>
                {each}
              </MenuItem>
            ))}
          </TextField>
        )}
      </Box>
    </TogetherDialog>
  );
}

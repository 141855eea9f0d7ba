import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import { BooleanInput, ReferenceField, ReferenceInput, SelectInput, TextField } from 'react-admin';
import type { Account } from '../../api/types';
import { useT } from '../../base/i18n';
import { ToneChip } from '../../components/ToneChip';
import type { Entity } from '../../crud/entity';
import { RoleSelect, useRoleLabel } from './roles';

const TONES = { active: 'free', invited: 'reserved', disabled: 'off' } as const;

function State({ state }: { state: Account['state'] }) {
  const t = useT();
  return (
    <ToneChip tone={TONES[state]} testId="account-state">
      {t(`account_state.${state}`)}
    </ToneChip>
  );
}

function Roles({ roles }: { roles: Account['roles'] }) {
  const t = useT();
  const labelOf = useRoleLabel();
  if (roles.length === 0) return t('users.no_role');
  return (
    <Box component="span" sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5 }}>
      {roles.map(({ code, scope, province }) => (
        <Chip
          key={code}
          size="small"
          component="span"
          label={`${labelOf(code)} · ${province ?? t(`role_scope.${scope}`)}`}
        />
      ))}
    </Box>
  );
}

export const account: Entity<Account> = {
  name: 'users',
  title: ['last_name', 'first_name'],
  sort: { field: 'last_name', order: 'ASC' },
  filters: [
    <RoleSelect key="role" source="role" label="resources.users.fields.role" />,
    <ReferenceInput key="service" source="service" reference="services">
      <SelectInput label="resources.users.fields.service" />
    </ReferenceInput>,
    <ReferenceInput key="agency" source="agency" reference="agencies">
      <SelectInput label="resources.users.fields.agency" />
    </ReferenceInput>,
    <BooleanInput key="active" source="active" label="resources.users.fields.active" defaultValue />,
  ],
  fields: [
    { source: 'last_name', on: ['list', 'show'], sort: true },
    { source: 'first_name', on: ['list', 'show'], sort: true },
    { source: 'username', on: ['list', 'show'], sort: true },
    { source: 'email', kind: 'email', on: ['show'] },
    { source: 'phone', kind: 'phone', on: ['show'] },
    { source: 'roles', on: ['list', 'show'], cell: ({ roles }) => <Roles roles={roles} /> },
    {
      source: 'agency_id',
      on: ['list', 'show'],
      cell: (record) => (
        <ReferenceField record={record} source="agency_id" reference="agencies" link={false} emptyText="—">
          <TextField source="name" />
        </ReferenceField>
      ),
    },
    {
      source: 'service_id',
      on: ['show'],
      cell: (record) => (
        <ReferenceField record={record} source="service_id" reference="services" link={false} emptyText="—">
          <TextField source="name" />
        </ReferenceField>
      ),
    },
    { source: 'state', on: ['list', 'show'], cell: ({ state }) => <State state={state} /> },
    { source: 'two_factor', kind: 'yes', on: ['list', 'show'] },
    { source: 'last_login_at', kind: 'instant', on: ['list', 'show'], sort: true },
    { source: 'created_at', kind: 'instant', on: ['show'] },
  ],
};

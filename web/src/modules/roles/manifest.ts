import BadgeOutlined from '@mui/icons-material/BadgeOutlined';
import { lazy } from 'react';
import type { Manifest } from '../manifest';

export const roles: Manifest = {
  name: 'roles',
  path: '/api/accounts/roles/',
  icon: BadgeOutlined,
  rights: { list: 'comptes:lire' },
  represent: 'label',
  screens: { list: lazy(() => import('./RolesPage')) },
};

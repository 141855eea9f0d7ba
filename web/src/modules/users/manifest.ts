import PeopleOutlined from '@mui/icons-material/ManageAccountsOutlined';
import { lazy } from 'react';
import type { Manifest } from '../manifest';

export const users: Manifest = {
  name: 'users',
  path: '/api/accounts/users/',
  icon: PeopleOutlined,
  rights: {
    list: 'comptes:lire',
    show: 'comptes:lire',
    create: 'comptes:gerer',
    edit: 'comptes:gerer',
    export: 'comptes:lire',
  },
  represent: 'username',
  screens: {
    list: lazy(() => import('./UserList')),
    show: lazy(() => import('./UserShow')),
    create: lazy(() => import('./UserCreate')),
    edit: lazy(() => import('./UserEdit')),
  },
};

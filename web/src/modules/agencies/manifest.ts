import StorefrontOutlined from '@mui/icons-material/StorefrontOutlined';
import { lazy } from 'react';
import type { Manifest } from '../manifest';

export const agencies: Manifest = {
  name: 'agencies',
  path: '/api/agencies/',
  icon: StorefrontOutlined,
  rights: {
    list: 'agences:lire',
    show: 'agences:lire',
    create: 'agences:gerer',
    edit: 'agences:gerer',
    export: 'agences:lire',
  },
  represent: 'name',
  screens: {
    list: lazy(() => import('./AgencyList')),
    show: lazy(() => import('./AgencyShow')),
    create: lazy(() => import('./AgencyCreate')),
    edit: lazy(() => import('./AgencyEdit')),
  },
};

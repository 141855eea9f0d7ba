import ApartmentOutlined from '@mui/icons-material/ApartmentOutlined';
import { lazy } from 'react';
import type { Manifest } from '../manifest';

export const services: Manifest = {
  name: 'services',
  path: '/api/accounts/services/',
  icon: ApartmentOutlined,
  rights: {
    list: 'comptes:lire',
    show: 'comptes:lire',
    create: 'comptes:gerer_services',
    edit: 'comptes:gerer_services',
    delete: 'comptes:gerer_services',
    export: 'comptes:lire',
  },
  represent: 'name',
  screens: {
    list: lazy(() => import('./ServiceList')),
    show: lazy(() => import('./ServiceShow')),
    create: lazy(() => import('./ServiceCreate')),
    edit: lazy(() => import('./ServiceEdit')),
  },
};

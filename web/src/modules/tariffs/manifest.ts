import SellOutlined from '@mui/icons-material/SellOutlined';
import { lazy } from 'react';
import type { Manifest } from '../manifest';

export const tariffs: Manifest = {
  name: 'tariffs',
  path: '/api/tariffs/',
  icon: SellOutlined,
  rights: {
    list: 'tarifs:lire',
    show: 'tarifs:lire',
    create: 'tarifs:gerer',
    edit: 'tarifs:gerer',
    delete: 'tarifs:gerer',
    export: 'tarifs:lire',
  },
  represent: 'name',
  screens: {
    list: lazy(() => import('./TariffList')),
    show: lazy(() => import('./TariffShow')),
    create: lazy(() => import('./TariffCreate')),
    edit: lazy(() => import('./TariffEdit')),
  },
};

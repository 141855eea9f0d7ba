import ComputerOutlined from '@mui/icons-material/ComputerOutlined';
import { lazy } from 'react';
import type { Manifest } from '../manifest';

export const stations: Manifest = {
  name: 'stations',
  path: '/api/postes/',
  icon: ComputerOutlined,
  rights: {
    list: 'postes:lire',
    show: 'postes:lire',
    create: 'postes:creer',
    edit: 'postes:modifier',
    delete: 'postes:supprimer',
    export: 'postes:lire',
  },
  represent: 'name',
  screens: {
    list: lazy(() => import('./StationList')),
    show: lazy(() => import('./StationShow')),
    create: lazy(() => import('./StationCreate')),
    edit: lazy(() => import('./StationEdit')),
  },
};

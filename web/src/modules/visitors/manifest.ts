import PeopleOutlined from '@mui/icons-material/PeopleOutlined';
import { lazy } from 'react';
import type { Visitor } from '../../api/types';
import type { Manifest } from '../manifest';

export const visitors: Manifest = {
  name: 'visitors',
  path: '/api/utilisateurs/',
  icon: PeopleOutlined,
  rights: {
    list: 'visiteurs:lire',
    show: 'visiteurs:lire',
    create: 'visiteurs:creer',
    edit: 'visiteurs:modifier',
    delete: 'visiteurs:supprimer',
    export: 'visiteurs:exporter',
  },
  represent: (visitor: Visitor) => `${visitor.first_name} ${visitor.last_name}`,
  screens: {
    list: lazy(() => import('./VisitorList')),
    show: lazy(() => import('./VisitorShow')),
    create: lazy(() => import('./VisitorCreate')),
    edit: lazy(() => import('./VisitorEdit')),
  },
};

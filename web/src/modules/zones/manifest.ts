import MeetingRoomOutlined from '@mui/icons-material/MeetingRoomOutlined';
import { lazy } from 'react';
import type { Manifest } from '../manifest';

export const zones: Manifest = {
  name: 'zones',
  path: '/api/zones/',
  icon: MeetingRoomOutlined,
  rights: {
    list: 'zones:lire',
    show: 'zones:lire',
    create: 'zones:gerer',
    edit: 'zones:gerer',
    delete: 'zones:gerer',
    export: 'zones:lire',
  },
  represent: 'name',
  screens: {
    list: lazy(() => import('./ZoneList')),
    show: lazy(() => import('./ZoneShow')),
    create: lazy(() => import('./ZoneCreate')),
    edit: lazy(() => import('./ZoneEdit')),
  },
};

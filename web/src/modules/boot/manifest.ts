import PowerSettingsNew from '@mui/icons-material/PowerSettingsNew';
import { lazy } from 'react';
import type { BootStart } from '../../api/types';
import type { Manifest } from '../manifest';

export const starts: Manifest = {
  name: 'starts',
  path: '/api/boot/starts/',
  icon: PowerSettingsNew,
  rights: { list: 'images:lire', export: 'images:lire' },
  represent: (start: BootStart) => `${start.station_name ?? start.mac} · ${start.profile} ${start.version}`,
  screens: { list: lazy(() => import('./StartList')) },
};

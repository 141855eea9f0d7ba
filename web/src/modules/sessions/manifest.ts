import TimerOutlined from '@mui/icons-material/TimerOutlined';
import { lazy } from 'react';
import type { Session } from '../../api/types';
import type { Manifest } from '../manifest';

export const sessions: Manifest = {
  name: 'sessions',
  path: '/api/sessions/',
  icon: TimerOutlined,
  // Sessions are made at the desk: a code has to be handed over, not only stored.
  rights: { list: 'sessions:lire', show: 'sessions:lire', export: 'sessions:lire' },
  represent: (session: Session) => session.visitor_name ?? session.station_name ?? `…${session.code_hint}`,
  screens: { list: lazy(() => import('./SessionList')), show: lazy(() => import('./SessionShow')) },
};

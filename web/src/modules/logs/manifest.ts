import HistoryOutlined from '@mui/icons-material/HistoryOutlined';
import { lazy } from 'react';
import type { LogEntry } from '../../api/types';
import type { Manifest } from '../manifest';

export const logs: Manifest = {
  name: 'logs',
  path: '/api/logs/',
  icon: HistoryOutlined,
  rights: { list: 'journal:lire', show: 'journal:lire', export: 'journal:lire' },
  represent: (entry: LogEntry) => `${entry.action_label} · ${entry.seq}`,
  screens: { list: lazy(() => import('./LogList')), show: lazy(() => import('./LogShow')) },
};

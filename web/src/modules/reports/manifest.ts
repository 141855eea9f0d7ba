import SummarizeOutlined from '@mui/icons-material/SummarizeOutlined';
import { lazy } from 'react';
import type { Manifest } from '../manifest';

export const reports: Manifest = {
  name: 'reports',
  path: '/api/reports/',
  icon: SummarizeOutlined,
  rights: { list: 'rapports:lire', export: 'rapports:lire' },
  represent: 'day',
  screens: { list: lazy(() => import('./ReportList')) },
};

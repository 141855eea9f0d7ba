import ConfirmationNumberOutlined from '@mui/icons-material/ConfirmationNumberOutlined';
import InventoryOutlined from '@mui/icons-material/Inventory2Outlined';
import PointOfSaleOutlined from '@mui/icons-material/PointOfSaleOutlined';
import ReceiptLongOutlined from '@mui/icons-material/ReceiptLongOutlined';
import { lazy } from 'react';
import type { Batch, Sale } from '../../api/types';
import type { Manifest } from '../manifest';

/** Sales are made at the desk and the till, and never edited. */
export const sales: Manifest = {
  name: 'sales',
  path: '/api/caisse/ventes/',
  icon: ReceiptLongOutlined,
  rights: { list: 'caisse:lire', show: 'caisse:lire', export: 'caisse:lire' },
  represent: (sale: Sale) => `n° ${sale.number}`,
  screens: { list: lazy(() => import('./SaleList')), show: lazy(() => import('./SaleShow')) },
};

export const tills: Manifest = {
  name: 'tills',
  path: '/api/caisse/tiroirs/',
  icon: PointOfSaleOutlined,
  rights: { list: 'caisse:lire', show: 'caisse:lire', export: 'caisse:lire' },
  represent: 'register',
  screens: { list: lazy(() => import('./TillList')), show: lazy(() => import('./TillShow')) },
};

export const closings: Manifest = {
  name: 'closings',
  path: '/api/caisse/clotures/',
  icon: InventoryOutlined,
  rights: { list: 'caisse:lire', export: 'caisse:lire' },
  represent: 'period',
  screens: { list: lazy(() => import('./ClosingList')) },
};

export const batches: Manifest = {
  name: 'batches',
  path: '/api/sessions/lots/',
  icon: ConfirmationNumberOutlined,
  rights: { list: 'sessions:lire', show: 'sessions:lire', create: 'sessions:creer', export: 'sessions:lire' },
  represent: (batch: Batch) => batch.label,
  screens: {
    list: lazy(() => import('../passes/BatchList')),
    show: lazy(() => import('../passes/BatchShow')),
    create: lazy(() => import('../passes/BatchCreate')),
  },
};

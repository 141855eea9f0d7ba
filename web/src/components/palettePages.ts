import AccountCircle from '@mui/icons-material/AccountCircleOutlined';
import Album from '@mui/icons-material/AlbumOutlined';
import Add from '@mui/icons-material/Add';
import DashboardCustomize from '@mui/icons-material/DashboardCustomizeOutlined';
import ApiOutlined from '@mui/icons-material/ApiOutlined';
import GridView from '@mui/icons-material/GridView';
import Insights from '@mui/icons-material/InsightsOutlined';
import KeyOutlined from '@mui/icons-material/KeyOutlined';
import PersonAdd from '@mui/icons-material/PersonAddAlt';
import Description from '@mui/icons-material/DescriptionOutlined';
import MonitorHeart from '@mui/icons-material/MonitorHeartOutlined';
import Schedule from '@mui/icons-material/ScheduleOutlined';
import type { SvgIconProps } from '@mui/material/SvgIcon';
import type { ComponentType } from 'react';
import { useGetResourceLabel } from 'react-admin';
import type { Permission } from '../base/access';
import { useCan } from '../base/access';
import { type Key, useT } from '../base/i18n';
import { modules } from '../modules';

export interface Entry {
  to: string;
  label: string;
  hint?: string;
  icon: ComponentType<SvgIconProps>;
}

const FIXED: { to: string; key: Key; icon: Entry['icon']; needs?: Permission }[] = [
  { to: '/', key: 'menu.desk', icon: GridView },
  { to: '/?new=1', key: 'palette.new_session', icon: Add, needs: 'sessions:creer' },
  { to: '/visitors/create', key: 'palette.new_visitor', icon: PersonAdd, needs: 'visiteurs:creer' },
  { to: '/?arrange=1', key: 'floor.plan.edit', icon: DashboardCustomize, needs: 'zones:gerer' },
  { to: '/dashboard', key: 'menu.dashboard', icon: Insights, needs: 'sessions:lire' },
  { to: '/boot-images', key: 'images.title', icon: Album, needs: 'images:lire' },
  { to: '/jobs', key: 'menu.jobs', icon: Schedule, needs: 'taches:lire' },
  { to: '/system', key: 'system.title', icon: MonitorHeart, needs: 'systeme:lire' },
  { to: '/terms', key: 'menu.terms', icon: Description, needs: 'conditions:lire' },
  { to: '/permissions', key: 'menu.permissions', icon: KeyOutlined, needs: 'comptes:lire' },
  { to: '/api-keys', key: 'menu.api_keys', icon: ApiOutlined, needs: 'comptes:cles' },
  { to: '/account', key: 'account.title', icon: AccountCircle },
];

/** `Émilie` is found by `emi`. */
export const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export function usePages(): Entry[] & { iconOf: (module: string) => Entry['icon'] } {
  const t = useT();
  const can = useCan();
  const labelOf = useGetResourceLabel();
  const fixed = FIXED.filter(({ needs }) => !needs || can(needs)).map(({ to, key, icon }) => ({
    to,
    label: t(key),
    icon,
  }));
  const lists = modules
    .filter(({ rights }) => rights.list && can(rights.list))
    .map(({ name, icon }) => ({ to: `/${name}`, label: labelOf(name, 2), icon }));
  const iconOf = (name: string) => modules.find((module) => module.name === name)?.icon ?? GridView;
  return Object.assign([...fixed, ...lists], { iconOf });
}

import AlbumOutlined from '@mui/icons-material/AlbumOutlined';
import ApiOutlined from '@mui/icons-material/ApiOutlined';
import DescriptionOutlined from '@mui/icons-material/DescriptionOutlined';
import PointOfSaleOutlined from '@mui/icons-material/PointOfSaleOutlined';
import DashboardOutlined from '@mui/icons-material/InsightsOutlined';
import GridView from '@mui/icons-material/GridView';
import KeyOutlined from '@mui/icons-material/KeyOutlined';
import MonitorHeartOutlined from '@mui/icons-material/MonitorHeartOutlined';
import ScheduleOutlined from '@mui/icons-material/ScheduleOutlined';
import TuneOutlined from '@mui/icons-material/TuneOutlined';
import Divider from '@mui/material/Divider';
import { Menu } from 'react-admin';
import { useCan } from '../base/access';
import { useT } from '../base/i18n';

export function SideMenu() {
  const t = useT();
  const can = useCan();
  return (
    <Menu
      // A group that the role does not see leaves no line behind.
      sx={{ '& > hr:has(+ hr), & > hr:last-child': { display: 'none' } }}
    >
      <Menu.Item to="/" primaryText={t('menu.desk')} leftIcon={<GridView />} />
      <Menu.ResourceItem name="visitors" />
      <Menu.ResourceItem name="stations" />
      <Menu.ResourceItem name="sessions" />
      <Menu.ResourceItem name="batches" />
      <Divider sx={{ my: 1, mx: 2 }} />
      {can('caisse:vendre') && (
        <Menu.Item to="/cash" primaryText={t('cash.title')} leftIcon={<PointOfSaleOutlined />} />
      )}
      <Menu.ResourceItem name="sales" />
      {can('caisse:controler') && <Menu.ResourceItem name="tills" />}
      {can('caisse:controler') && <Menu.ResourceItem name="closings" />}
      <Divider sx={{ my: 1, mx: 2 }} />
      {(can('sessions:lire') || can('caisse:lire')) && (
        <Menu.Item to="/dashboard" primaryText={t('menu.dashboard')} leftIcon={<DashboardOutlined />} />
      )}
      <Menu.ResourceItem name="reports" />
      <Menu.ResourceItem name="logs" />
      {can('taches:lire') && <Menu.Item to="/jobs" primaryText={t('menu.jobs')} leftIcon={<ScheduleOutlined />} />}
      {can('systeme:lire') && (
        <Menu.Item to="/system" primaryText={t('system.title')} leftIcon={<MonitorHeartOutlined />} />
      )}
      <Divider sx={{ my: 1, mx: 2 }} />
      <Menu.ResourceItem name="agencies" />
      <Menu.ResourceItem name="zones" />
      <Menu.ResourceItem name="tariffs" />
      {can('conditions:lire') && (
        <Menu.Item to="/terms" primaryText={t('menu.terms')} leftIcon={<DescriptionOutlined />} />
      )}
      {can('parametres:lire') && (
        <Menu.Item to="/parameters" primaryText={t('menu.parameters')} leftIcon={<TuneOutlined />} />
      )}
      <Divider sx={{ my: 1, mx: 2 }} />
      {can('images:lire') && (
        <Menu.Item to="/boot-images" primaryText={t('images.menu')} leftIcon={<AlbumOutlined />} />
      )}
      <Menu.ResourceItem name="starts" />
      <Divider sx={{ my: 1, mx: 2 }} />
      <Menu.ResourceItem name="users" />
      <Menu.ResourceItem name="roles" />
      <Menu.ResourceItem name="services" />
      {can('comptes:lire') && (
        <Menu.Item to="/permissions" primaryText={t('menu.permissions')} leftIcon={<KeyOutlined />} />
      )}
      {can('comptes:cles') && (
        <Menu.Item to="/api-keys" primaryText={t('menu.api_keys')} leftIcon={<ApiOutlined />} />
      )}
    </Menu>
  );
}

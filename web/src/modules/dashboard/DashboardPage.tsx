import Box from '@mui/material/Box';
import { useQuery } from '@tanstack/react-query';
import { Title } from 'react-admin';
import {
  STATION_STATUTS,
  type SessionStats,
  type StationStats,
  type StationStatut,
  type VisitorStats,
} from '../../api/types';
import { type Permission, useCan } from '../../base/access';
import { duration, useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { BarPanel, LinePanel, RingPanel } from '../../components/charts';
import type { Tone } from '../../theme';
import { StatsCard } from '../../components/StatsCard';

const TONES: Record<StationStatut, Tone> = {
  disponible: 'free',
  occupe: 'busy',
  reserve: 'reserved',
  maintenance: 'repair',
  hors_ligne: 'off',
};
const LOOK_EVERY_MS = 60_000;

function useStats<T>(name: string, path: string, permission: Permission) {
  const can = useCan();
  const { data } = useQuery({
    queryKey: [name, 'stats'],
    enabled: can(permission),
    refetchInterval: LOOK_EVERY_MS,
    queryFn: ({ signal }) => http.get<T>(`${path}stats/`, undefined, signal),
  });
  return data;
}

export default function DashboardPage() {
  const t = useT();
  const formats = useFormats();
  const visitors = useStats<VisitorStats>('visitors', '/api/utilisateurs/', 'visiteurs:lire');
  const stations = useStats<StationStats>('stations', '/api/postes/', 'postes:lire');
  const sessions = useStats<SessionStats>('sessions', '/api/sessions/', 'sessions:lire');
  return (
    <>
      <Title title={t('menu.dashboard')} />
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: {
            xs: 'minmax(0, 1fr)',
            sm: 'repeat(2, minmax(0, 1fr))',
            lg: 'repeat(4, minmax(0, 1fr))',
          },
        }}
      >
        <StatsCard
          label={t('dashboard.sessions_today')}
          value={sessions && formats.number(sessions.today.count)}
          hint={sessions && t('dashboard.time_today', { time: duration(sessions.today.total_s) })}
        />
        <StatsCard
          label={t('dashboard.occupation')}
          value={stations && `${stations.occupation_percent} %`}
          hint={stations && t('dashboard.online', { online: stations.en_ligne, total: stations.total })}
        />
        <StatsCard
          label={t('dashboard.visitors')}
          value={visitors && formats.number(visitors.total)}
          hint={visitors && t('dashboard.new_today', { smart_count: visitors.new_today })}
        />
        <StatsCard
          label={t('dashboard.average')}
          value={sessions && duration(sessions.average_s)}
          hint={sessions && t('dashboard.over_all', { count: formats.number(sessions.total) })}
        />
      </Box>
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          mt: 2,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'repeat(2, minmax(0, 1fr))' },
        }}
      >
        <BarPanel
          title={t('dashboard.sessions_by_day')}
          note={t('dashboard.last_30')}
          series={t('dashboard.count')}
          labels={sessions?.by_day.map(({ day }) => formats.shortDay(day))}
          values={sessions?.by_day.map(({ count }) => count)}
          testId="chart-sessions-by-day"
        />
        <LinePanel
          title={t('dashboard.visitors_by_day')}
          note={t('dashboard.last_30')}
          series={t('dashboard.count')}
          labels={visitors?.by_day.map(({ day }) => formats.shortDay(day))}
          values={visitors?.by_day.map(({ count }) => count)}
          testId="chart-visitors-by-day"
        />
        <BarPanel
          title={t('dashboard.sessions_by_hour')}
          series={t('dashboard.count')}
          labels={sessions?.by_hour.map((_, hour) => `${hour} h`)}
          values={sessions?.by_hour}
          testId="chart-sessions-by-hour"
        />
        <RingPanel
          title={t('dashboard.stations_by_state')}
          slices={
            stations &&
            STATION_STATUTS.map((statut) => ({
              label: t(`station_statut.${statut}`),
              value: stations.by_statut[statut] ?? 0,
              tone: TONES[statut],
            }))
          }
          testId="chart-stations-by-state"
        />
      </Box>
    </>
  );
}

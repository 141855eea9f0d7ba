import { useQuery } from '@tanstack/react-query';
import { useGetList, useStore } from 'react-admin';
import type { ActivityReport, Agency, HourDays, OccupationReport, SalesReport } from '../../api/types';
import { useCan } from '../../base/access';
import { http } from '../../base/http';
import { spanOf, todayIn, useChosenPeriod } from './period';

const LOOK_EVERY_MS = 60_000;
/** The longest list of agencies that the server gives at once. */
const AGENCIES = 200;

/** Whose numbers are shown: the chosen agency's, else the operator's own, else the first one's. */
export function useAgency() {
  const can = useCan();
  const own = http.user()?.agency_id ?? undefined;
  const [chosen, choose] = useStore<string | undefined>('dashboard.agency', undefined);
  const { data: agencies = [], isPending } = useGetList<Agency>(
    'agencies',
    { pagination: { page: 1, perPage: AGENCIES }, sort: { field: 'name', order: 'ASC' } },
    { enabled: can('agences:lire') },
  );
  const find = (id: string | undefined) => agencies.find((agency) => agency.id === id);
  const agency = find(chosen) ?? find(own) ?? agencies[0];
  return { agency, agencies, choose, known: !can('agences:lire') || !isPending };
}

/** What is asked of the server: an agency and its days. */
export function useAsked() {
  const { agency, known } = useAgency();
  const [chosen] = useChosenPeriod();
  return { ready: known, query: { agency_id: agency?.id, ...spanOf(chosen, todayIn(agency?.timezone)) } };
}

function useCounted<T>(name: string, path: string, enabled: boolean, more?: Record<string, string | number>) {
  const { ready, query } = useAsked();
  return useQuery({
    queryKey: ['activity', name, query, more],
    enabled: enabled && ready,
    refetchInterval: LOOK_EVERY_MS,
    queryFn: ({ signal }) => http.get<T>(path, { ...query, ...more }, signal),
  });
}

export const useOccupation = () => useCounted<OccupationReport>('occupation', '/api/activite/occupation/', true);
export const useSessions = () => useCounted<ActivityReport>('sessions', '/api/activite/sessions/', true);
export const useSales = () => useCounted<SalesReport>('sales', '/api/activite/ventes/', useCan()('caisse:lire'));
export const useHour = (hour: number, zone: string | undefined) =>
  useCounted<HourDays>('hour', '/api/activite/occupation/jours/', true, zone === undefined ? { hour } : { hour, zone });

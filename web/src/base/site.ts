import { useQuery } from '@tanstack/react-query';
import type { Site } from '../api/types';
import { http } from './http';

const LOOK_EVERY_MS = 60_000;
export const SITE_KEY = 'site';

/** What anybody may know of the site, and of the agency one works for. */
export function useSite(): Site | undefined {
  const agency_id = http.user()?.agency_id ?? undefined;
  const { data } = useQuery({
    queryKey: [SITE_KEY, agency_id],
    refetchInterval: LOOK_EVERY_MS,
    queryFn: ({ signal }) => http.get<Site>('/api/site/', { agency_id }, signal),
  });
  return data;
}

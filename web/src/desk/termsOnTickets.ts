import { useQuery } from '@tanstack/react-query';
import type { CurrentTerms } from '../api/types';
import { useCan } from '../base/access';
import { http } from '../base/http';

/** They change a few times a year. */
const STALE_MS = 600_000;

/** The terms that hold here, in the languages of the desk; nothing while they are not known, or there are none. */
export function useTermsOnTickets(): readonly string[] | undefined {
  const can = useCan();
  const agency_id = http.user()?.agency_id ?? undefined;
  const { data } = useQuery({
    queryKey: ['terms', 'ticket', agency_id],
    enabled: can('conditions:lire'),
    staleTime: STALE_MS,
    queryFn: ({ signal }) => http.get<CurrentTerms>('/api/conditions/', { agency_id }, signal),
  });
  const texts: Record<string, string> = data?.current?.texts ?? {};
  const told = ['fr', 'en'].flatMap((language) => texts[language] ?? []);
  return told.length > 0 ? told : undefined;
}

import { useQuery } from '@tanstack/react-query';
import type { EnrolmentRequest, Page } from '../api/types';
import { useCan } from '../base/access';
import { http } from '../base/http';

const KEY = ['stations', 'enrolments'];
export const ENROLMENTS = '/api/postes/enrolments/';
/** No frame tells of a request: a station that waits is looked for at this pace. */
const LOOK_EVERY_MS = 15_000;

/** The machines that wait for somebody's approval. */
export function useEnrolments(): EnrolmentRequest[] {
  const can = useCan();
  const { data } = useQuery({
    queryKey: KEY,
    enabled: can('postes:approuver'),
    refetchInterval: LOOK_EVERY_MS,
    queryFn: ({ signal }) => http.get<EnrolmentRequest[] | Page<EnrolmentRequest>>(ENROLMENTS, undefined, signal),
  });
  return Array.isArray(data) ? data : (data?.results ?? []);
}

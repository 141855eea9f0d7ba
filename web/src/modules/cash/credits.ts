import { useQuery } from '@tanstack/react-query';
import type { Credit, Id, Page } from '../../api/types';
import { useCan } from '../../base/access';
import { duration } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';

const CREDITS = '/api/caisse/credits/';

/** The packs a visitor has: `undefined` until they are known. */
export function useCredits(visitorId: Id | null, { usable }: { usable: boolean }): Credit[] | undefined {
  const can = useCan();
  const { data } = useQuery({
    queryKey: ['cash', 'credits', visitorId, usable],
    enabled: visitorId !== null && can('caisse:lire'),
    queryFn: ({ signal }) =>
      http.get<Page<Credit>>(
        CREDITS,
        usable
          ? { visitor_id: visitorId, is_usable: true, expires_from: Date.now() }
          : { visitor_id: visitorId, ordering: '-created_at' },
        signal,
      ),
    select: ({ results }) => results,
  });
  return data;
}

/** The pack that a sale has just given. */
export async function creditOfSale(visitorId: Id, saleId: Id): Promise<Credit | null> {
  const { results } = await http.get<Page<Credit>>(CREDITS, { visitor_id: visitorId, ordering: '-created_at' });
  return results.find(({ sale_id }) => sale_id === saleId) ?? null;
}

export type CreditState = 'usable' | 'used' | 'expired' | 'cancelled';

export function stateOf(credit: Credit, now: number): CreditState {
  if (credit.cancelled_at !== null) return 'cancelled';
  if (credit.used >= credit.granted) return 'used';
  return credit.expires_at <= now ? 'expired' : 'usable';
}

/** What is left of a pack, in words. */
export function useLeft(): (credit: Credit) => string {
  const t = useT();
  return ({ kind, granted, used }) => {
    const left = granted - used;
    return kind === 'minutes' ? duration(left * 60) : t('selling.sessions_left', { smart_count: left });
  };
}

import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { Id } from '../api/types';
import type { Tone } from '../theme';

/** What is chosen on the desk lives in the address, so that pages and the palette can link to it. */
export function useDeskAddress() {
  const [params, setParams] = useSearchParams();
  const write = useCallback(
    (changes: Record<string, string | null>) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value === null) next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  return {
    station: params.get('station'),
    zone: params.get('zone'),
    view: params.get('view') === 'table' ? ('table' as const) : ('plan' as const),
    editing: params.has('arrange'),
    tones: useMemo(() => new Set((params.get('state') ?? '').split(',').filter(Boolean) as Tone[]), [params]),
    creating: params.has('new'),
    visitor: params.get('visitor'),
    minutes: params.get('minutes'),
    credit: params.get('credit'),
    choose: useCallback((id: Id | null) => write({ station: id }), [write]),
    showZone: useCallback((zone: string | null) => write({ zone }), [write]),
    show: useCallback((view: 'plan' | 'table') => write({ view: view === 'table' ? 'table' : null }), [write]),
    showStates: useCallback(
      (tones: ReadonlySet<Tone>) => write({ state: tones.size > 0 ? [...tones].join() : null }),
      [write],
    ),
    arrange: useCallback((on: boolean) => write({ arrange: on ? '1' : null, view: null, state: null }), [write]),
    create: useCallback((visitor: Id | null = null) => write({ new: '1', visitor }), [write]),
    /** A session for who calls from this station, as long as the offer they want. */
    createFor: useCallback(
      (station: Id, minutes: number) => write({ new: '1', visitor: null, station, minutes: String(minutes) }),
      [write],
    ),
    closeCreation: useCallback(() => write({ new: null, visitor: null, minutes: null, credit: null }), [write]),
  };
}

import { useSyncExternalStore } from 'react';
import type { StationState } from '../api/frames';
import { clock, remainingAt, ticker } from '../base/ticker';
import type { LiveSession } from './board';
import { type Look, lookOf } from './look';

/** The countdown as text: draws again once a second, from the one shared timer. */
export function useClock(session: LiveSession | undefined): string | null {
  return useSyncExternalStore(ticker.subscribe, () =>
    session
      ? clock(remainingAt(session.remaining_ms, session.statut === 'active', session.receivedAt, ticker.now()))
      : null,
  );
}

const looks = new Map<string, Look>();

export function useLook(station: StationState, session: LiveSession | undefined): Look {
  return useSyncExternalStore(ticker.subscribe, () => {
    const look = lookOf(station, session, ticker.now());
    // The same object for the same look, or each tick would draw every tile.
    const known = looks.get(look.word);
    if (known?.tone === look.tone) return known;
    looks.set(look.word, look);
    return look;
  });
}

/** How much of the grant is left, in whole percent. */
export function useShare(session: LiveSession | undefined): number {
  return useSyncExternalStore(ticker.subscribe, () => {
    if (!session || session.granted_ms === 0) return 0;
    const left = remainingAt(session.remaining_ms, session.statut === 'active', session.receivedAt, ticker.now());
    return Math.round((left / session.granted_ms) * 100);
  });
}

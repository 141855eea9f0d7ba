import type { StationState } from '../api/frames';
import type { SessionStatut } from '../api/types';
import type { Key } from '../base/i18n';
import { remainingAt, ticker } from '../base/ticker';
import type { Tone } from '../theme';
import type { LiveSession } from './board';

/** Under this, the visitor has been warned. */
export const SOON_MS = 300_000;

export interface Look {
  tone: Tone;
  word: Key;
}

/** What a tile says: lost during a session is not the same as off. */
export function lookOf(station: StationState, session: LiveSession | undefined, now: number): Look {
  if (station.identity_conflict) return { tone: 'lost', word: 'station_presence.conflict' };
  if (session) {
    if (!station.en_ligne) return { tone: 'lost', word: 'station_presence.lost' };
    return lookOfSession(session, now);
  }
  switch (station.statut) {
    case 'maintenance':
      return { tone: 'repair', word: 'station_statut.maintenance' };
    case 'hors_ligne':
      return { tone: 'off', word: 'station_statut.hors_ligne' };
    case 'occupe':
      return { tone: 'busy', word: 'station_statut.occupe' };
    default:
      if (!station.en_ligne) return { tone: 'off', word: 'station_presence.off' };
      return station.statut === 'reserve'
        ? { tone: 'reserved', word: 'station_statut.reserve' }
        : { tone: 'free', word: 'station_statut.disponible' };
  }
}

function lookOfSession(session: LiveSession, now: number): Look {
  if (session.statut === 'suspendue') return { tone: 'paused', word: 'station_presence.paused' };
  const left = remainingAt(session.remaining_ms, true, session.receivedAt, now);
  return left <= SOON_MS
    ? { tone: 'soon', word: 'station_presence.soon' }
    : { tone: 'busy', word: 'station_statut.occupe' };
}

/** The same of a session alone. */
export function toneOfSession(session: LiveSession): Tone {
  return lookOfSession(session, ticker.now()).tone;
}

export function toneOfStatut(statut: SessionStatut): Tone {
  const tones: Record<SessionStatut, Tone> = {
    en_attente: 'reserved',
    active: 'busy',
    suspendue: 'paused',
    terminee: 'repair',
    expiree: 'soon',
    annulee: 'off',
  };
  return tones[statut];
}

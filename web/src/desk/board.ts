import { useSyncExternalStore } from 'react';
import type { Frame, StationCall, StationState } from '../api/frames';
import type { Id, SessionTime } from '../api/types';
import { remainingAt, ticker } from '../base/ticker';

/** A session's time, and when (monotonic clock) it was so. */
export interface LiveSession extends SessionTime {
  receivedAt: number;
  /** An action of ours that the server has not answered yet shows in it. */
  pending: boolean;
  /** How many of our actions were refused and undone. */
  refusals: number;
}

export interface BoardState {
  loaded: boolean;
  site: string | null;
  stations: ReadonlyMap<Id, StationState>;
  sessions: ReadonlyMap<Id, LiveSession>;
  /** The open session of each station. */
  byStation: ReadonlyMap<Id, LiveSession>;
  /** The call that nobody has answered yet, by its station; the oldest first. */
  calls: ReadonlyMap<Id, StationCall>;
}

export type Guess = { kind: 'add_time'; ms: number } | { kind: 'suspend' } | { kind: 'resume' } | { kind: 'terminate' };

interface Truth extends SessionTime {
  receivedAt: number;
}
type Standing = Guess & { at: number; sessionId: Id };

/** So many ended sessions are remembered: what is told of them late does not bring them back. */
const REMEMBERED = 500;
const OVER = new Set(['terminee', 'expiree', 'annulee']);

/** What the session looks like if the server accepts; null when it is over. */
function foresee(session: Truth, guess: Standing): Truth | null {
  switch (guess.kind) {
    case 'add_time':
      return {
        ...session,
        granted_ms: Math.max(0, session.granted_ms + guess.ms),
        remaining_ms: Math.max(0, session.remaining_ms + guess.ms),
      };
    case 'suspend': {
      const running = session.statut === 'active';
      const remaining_ms = remainingAt(session.remaining_ms, running, session.receivedAt, guess.at);
      return { ...session, statut: 'suspendue', remaining_ms, receivedAt: guess.at };
    }
    case 'resume':
      return session.statut === 'active' ? session : { ...session, statut: 'active', receivedAt: guess.at };
    case 'terminate':
      return null;
  }
}

/**
 * All stations and sessions as the frames tell them, with our own unanswered actions laid over.
 * Frames carry the state after a change, so the frame that answers a guess also replaces it. `later` says
 * when a burst of frames is drawn: once, however many they are. What the operator does shows at once.
 */
export function createBoard(now: () => number, later: (draw: () => void) => void = (draw) => draw()) {
  let stations = new Map<Id, StationState>();
  let truths = new Map<Id, Truth>();
  let calls = new Map<Id, StationCall>();
  let guesses: Standing[] = [];
  let ended = new Set<Id>();
  const refusals = new Map<Id, number>();
  let site: string | null = null;
  let loaded = false;
  const listeners = new Set<() => void>();
  let state: BoardState = {
    loaded,
    site,
    stations,
    sessions: new Map(),
    byStation: new Map(),
    calls,
  };

  /** Keeps the object of a session that did not change, so that only its own tile draws again. */
  const view = (truth: Truth): LiveSession | null => {
    const own = guesses.filter((guess) => guess.sessionId === truth.session_id);
    const seen = own.reduce<Truth | null>((session, guess) => session && foresee(session, guess), truth);
    if (!seen) return null;
    const next = { ...seen, pending: own.length > 0, refusals: refusals.get(truth.session_id) ?? 0 };
    const before = state.sessions.get(truth.session_id);
    const same = before && (Object.keys(next) as (keyof LiveSession)[]).every((key) => before[key] === next[key]);
    return same ? before : next;
  };

  let waiting = false;

  const publish = () => {
    waiting = false;
    const sessions = new Map<Id, LiveSession>();
    const byStation = new Map<Id, LiveSession>();
    for (const truth of truths.values()) {
      const session = view(truth);
      if (!session) continue;
      sessions.set(session.session_id, session);
      if (session.station_id && session.statut !== 'en_attente') byStation.set(session.station_id, session);
    }
    state = { loaded, site, stations, sessions, byStation, calls };
    listeners.forEach((listener) => listener());
  };

  const publishSoon = () => {
    if (waiting) return;
    waiting = true;
    later(() => waiting && publish());
  };

  /** Two changes of a session may be told in another order than they were made: the later one counts. */
  const settle = (session: SessionTime) => {
    const known = truths.get(session.session_id);
    if (ended.has(session.session_id) || (known && session.version < known.version)) return;
    const next = new Map(truths);
    if (OVER.has(session.statut)) {
      next.delete(session.session_id);
      ended = new Set([...ended, session.session_id].slice(-REMEMBERED));
    } else {
      // A frame without the name is about the time only.
      const visitor_name = session.visitor_name ?? known?.visitor_name;
      next.set(session.session_id, { ...session, visitor_name, receivedAt: now() });
    }
    truths = next;
  };

  const ring = (call: StationCall) => {
    const next = new Map(calls);
    if (call.state === 'ouvert') next.set(call.station_id, call);
    else if (next.get(call.station_id)?.id === call.id) next.delete(call.station_id);
    calls = next;
  };

  const answered = (sessionId: Id, matches: (guess: Guess) => boolean) => {
    const index = guesses.findIndex((guess) => guess.sessionId === sessionId && matches(guess));
    if (index >= 0) guesses = guesses.filter((_, at) => at !== index);
  };

  function apply(frame: Frame) {
    switch (frame.type) {
      case 'connection_established':
        site = frame.state.site ?? null;
        stations = new Map(frame.state.stations.map((station) => [station.id, station]));
        truths = new Map();
        calls = new Map();
        guesses = [];
        ended = new Set();
        loaded = true;
        frame.state.sessions.forEach(settle);
        frame.state.calls?.forEach(ring);
        break;
      case 'station_call':
        ring(frame.call);
        break;
      case 'station_changed':
        stations = new Map(stations).set(frame.station.id, frame.station);
        break;
      case 'time_added':
        answered(frame.session.session_id, (guess) => guess.kind === 'add_time' && guess.ms === frame.added_ms);
        settle(frame.session);
        break;
      case 'session_terminated':
        guesses = guesses.filter((guess) => guess.sessionId !== frame.session.session_id);
        settle({ ...frame.session, statut: OVER.has(frame.session.statut) ? frame.session.statut : 'terminee' });
        break;
      case 'time_update':
        if (!frame.session) return;
        answered(frame.session.session_id, (guess) =>
          frame.session?.statut === 'suspendue' ? guess.kind === 'suspend' : guess.kind === 'resume',
        );
        settle(frame.session);
        break;
      case 'session_started':
      case 'warning':
        settle(frame.session);
        break;
      case 'error':
      case 'command_changed':
        return;
    }
    publishSoon();
  }

  /** Shows an action at once; the caller says how it ended. */
  function guess(sessionId: Id, change: Guess) {
    const standing: Standing = { ...change, at: now(), sessionId };
    guesses = [...guesses, standing];
    publish();
    const drop = () => {
      const stood = guesses.includes(standing);
      guesses = guesses.filter((other) => other !== standing);
      return stood;
    };
    return {
      confirm: () => {
        const truth = truths.get(sessionId);
        if (drop() && truth) {
          const next = foresee(truth, standing);
          truths = new Map(truths);
          if (next) truths.set(sessionId, next);
          else truths.delete(sessionId);
        }
        publish();
      },
      undo: () => {
        drop();
        refusals.set(sessionId, (refusals.get(sessionId) ?? 0) + 1);
        publish();
      },
    };
  }

  /** Another operator may see other stations. */
  function clear() {
    loaded = false;
    site = null;
    stations = new Map();
    truths = new Map();
    calls = new Map();
    guesses = [];
    ended = new Set();
    publish();
  }

  return {
    apply,
    guess,
    clear,
    state: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Changes that come sooner after one another than this are drawn together: nobody sees the difference. */
const TOGETHER_MS = 80;
let drawnAt = -Infinity;

/** With a next picture of the page; a page that nobody sees has none, yet its bell must ring. */
function withNextPicture(draw: () => void) {
  const done = () => {
    drawnAt = ticker.now();
    draw();
  };
  const wait = Math.max(0, drawnAt + TOGETHER_MS - ticker.now());
  setTimeout(() => (document.hidden ? done() : requestAnimationFrame(done)), wait);
}

export const board = createBoard(ticker.now, withNextPicture);

/** Draws again only when what is picked changes: pick an object of the state, do not build one. */
export function useBoard<T>(pick: (state: BoardState) => T): T {
  return useSyncExternalStore(board.subscribe, () => pick(board.state()));
}

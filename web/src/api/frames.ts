/** The frames of the websockets, which OpenAPI does not describe, as the protocol crate has them. */
import type { EndReason, Id, Instant, SessionTime, StationStatut } from './types';

export interface StationState {
  id: Id;
  name: string;
  statut: StationStatut;
  en_ligne: boolean;
  last_seen_at: Instant | null;
  /** Two machines prove to be this station: neither is let in. */
  identity_conflict?: true;
  /** Another machine started over the network with the address of its network card: it was not let in. */
  mac_copied?: true;
  /** The room it stands in; left out when in none. */
  zone?: string;
  /** Its cell on the plan of its room; left out when nobody put it anywhere. */
  plan?: PlanPlace;
}

export interface PlanPlace {
  x: number;
  y: number;
}

export interface Offer {
  id: Id;
  name: string;
  minutes: number;
  price_minor: number;
  currency: string;
}

/** A visitor's call for somebody from the desk. */
export interface StationCall {
  id: Id;
  station_id: Id;
  offer?: Offer;
  called_at: Instant;
  state: 'ouvert' | 'repondu' | 'retire';
}

export interface Snapshot {
  site?: string;
  stations: StationState[];
  sessions: SessionTime[];
  /** The open ones; left out when there are none. */
  calls?: StationCall[];
}

/** What the server says to consoles. */
export type ServerMessage =
  | { type: 'connection_established'; state: Snapshot }
  /** `code_accepted` answers a station that asked about a code. */
  | { type: 'time_update'; session: SessionTime | null; code_accepted?: true; request?: number }
  | { type: 'session_started'; session: SessionTime }
  | { type: 'session_terminated'; session: SessionTime; reason: EndReason }
  | { type: 'time_added'; session: SessionTime; added_ms: number }
  | { type: 'warning'; session: SessionTime; threshold_s: number }
  | { type: 'error'; code: string; detail: string; retry_after_s?: number; about?: { type: string; request?: number } }
  | { type: 'station_changed'; station: StationState }
  | { type: 'station_call'; call: StationCall }
  | { type: 'command_changed'; id: Id; station_id: Id; state: 'done' | 'failed'; read: boolean };

export type Frame = ServerMessage & { seq: number; server_time: Instant };

/** What the server says and accepts, by hand until `npm run schema` can read its OpenAPI document. */

export type Id = string;
/** Milliseconds of UTC. */
export type Instant = number;
/** `YYYY-MM-DD`. */
export type Day = string;

export const STATION_STATUTS = ['disponible', 'occupe', 'reserve', 'maintenance', 'hors_ligne'] as const;
export type StationStatut = (typeof STATION_STATUTS)[number];

export const SESSION_STATUTS = ['en_attente', 'active', 'suspendue', 'terminee', 'expiree', 'annulee'] as const;
export type SessionStatut = (typeof SESSION_STATUTS)[number];

export type EndReason = 'operateur' | 'visiteur' | 'temps_ecoule' | 'code_perime' | 'annulation' | 'poste';

export type Permission =
  | `visiteurs:${'lire' | 'creer' | 'modifier' | 'supprimer' | 'exporter'}`
  | `postes:${'lire' | 'creer' | 'modifier' | 'supprimer' | 'commander' | 'approuver'}`
  | `sessions:${'lire' | 'creer' | 'piloter' | 'annuler'}`
  | 'journal:lire'
  | `taches:${'lire' | 'lancer'}`
  | 'rapports:lire'
  | `agences:${'lire' | 'gerer'}`;

export interface User {
  id: Id;
  username: string;
  first_name: string;
  last_name: string;
  email: string | null;
  roles: string[];
  permissions: Permission[];
  agency_id: Id | null;
}

export interface TokenAnswer {
  access: string;
  refresh: string | null;
  user: User;
}

export interface Page<T> {
  count: number;
  next: string | null;
  previous: string | null;
  results: T[];
}

export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  errors?: { field: string; code: string; message: string }[];
  request_id?: string;
}

export interface Visitor {
  id: Id;
  first_name: string;
  last_name: string;
  birth_date: Day | null;
  age: number | null;
  phone: string | null;
  email: string | null;
  has_photo: boolean;
  consent: boolean;
  consent_at: Instant | null;
  consent_revoked_at: Instant | null;
  agency_id: Id;
  operateur: Id;
  created_at: Instant;
  updated_at: Instant;
  version: number;
  notes?: string | null;
  stats?: { sessions: number; total_s: number; last_session_at: Instant | null };
}

export interface VisitorDraft {
  first_name: string;
  last_name: string;
  birth_date?: Day | null;
  phone?: string | null;
  email?: string | null;
  consent: boolean;
  notes?: string | null;
}

export interface VisitorStats {
  total: number;
  with_consent: number;
  revoked: number;
  new_today: number;
  new_this_week: number;
  by_day: { day: Day; count: number }[];
}

export interface SessionAllowance {
  can_create: boolean;
  reason: string | null;
  detail: string | null;
  remaining: number;
  limit: number;
}

export interface Station {
  id: Id;
  name: string;
  agency_id: Id;
  zone: string | null;
  statut: StationStatut;
  en_ligne: boolean;
  ip: string | null;
  mac: string | null;
  client_version: string | null;
  last_seen_at: Instant | null;
  enrolled_at: Instant | null;
  session_active: SessionTime | null;
  created_at: Instant;
  updated_at: Instant;
  version: number;
}

export interface StationStats {
  total: number;
  en_ligne: number;
  by_statut: Record<StationStatut, number>;
  occupation_percent: number;
}

export const STATION_COMMANDS = ['lock', 'message', 'restart', 'shutdown', 'wake'] as const;
export type StationCommand = (typeof STATION_COMMANDS)[number];

export interface EnrolmentToken {
  token: string;
  expires_at: Instant;
}

export interface EnrolmentRequest {
  id: Id;
  name: string;
  mac: string | null;
  ip: string | null;
  fingerprint: string;
  requested_at: Instant;
}

export interface Session {
  id: Id;
  statut: SessionStatut;
  visitor_id: Id | null;
  visitor_name: string | null;
  station_id: Id | null;
  station_name: string | null;
  agency_id: Id;
  operateur: Id | null;
  operateur_name: string | null;
  duration_s: number;
  added_s: number;
  granted_s: number;
  elapsed_s: number;
  remaining_s: number;
  percent: number;
  code_hint: string;
  valid_until: Instant;
  validated_at: Instant | null;
  started_at: Instant | null;
  ends_at: Instant | null;
  ended_at: Instant | null;
  end_reason: EndReason | null;
  created_at: Instant;
  updated_at: Instant;
  version: number;
}

export interface SessionCreated extends Session {
  code: string;
}

export interface SessionDraft {
  visitor_id: Id | null;
  station_id: Id | null;
  minutes: number;
}

export interface DayOfSessions {
  day: Day;
  count: number;
  started: number;
  ended: number;
  total_s: number;
}

export interface SessionStats {
  total: number;
  by_statut: Partial<Record<SessionStatut, number>>;
  today: DayOfSessions;
  average_s: number;
  by_day: DayOfSessions[];
  by_hour: number[];
}

export interface LogEntry {
  id: Id;
  seq: number;
  at: Instant;
  actor_kind: 'user' | 'station' | 'system';
  actor_id: Id | null;
  actor_name: string | null;
  category: string;
  action: string;
  action_label: string;
  entity_kind: string;
  entity_id: Id | null;
  session_id: Id | null;
  ip: string | null;
  before: unknown;
  after: unknown;
  metadata: unknown;
  hash: string;
}

export interface LogStats {
  total: number;
  by_action: Record<string, number>;
  by_day: { day: Day; count: number }[];
}

export interface Job {
  name: string;
  schedule: string;
  description: string;
  enabled: boolean;
  last_run_at: Instant | null;
  last_result: 'ok' | 'error' | null;
  last_error: string | null;
  last_duration_ms: number | null;
  next_run_at: Instant | null;
  runs: number;
}

export interface JobRun {
  id: Id;
  state: string;
  attempts: number;
  queued_at: Instant;
  started_at: Instant | null;
  ended_at: Instant | null;
  error: string | null;
  result: unknown;
}

export interface Report {
  id: Id;
  type: string;
  day: Day;
  data: Record<string, unknown>;
  created_at: Instant;
}

export interface Agency {
  id: Id;
  code: string;
  name: string;
  city: string;
  country: string;
  province: string | null;
  timezone: string;
  created_at: Instant;
  updated_at: Instant;
  version: number;
}

/** A session's time at the moment of the frame that carries it. */
export interface SessionTime {
  session_id: Id;
  statut: SessionStatut;
  station_id: Id | null;
  visitor_name?: string | null;
  granted_ms: number;
  elapsed_ms: number;
  remaining_ms: number;
  percent: number;
}

export interface StationState {
  id: Id;
  name: string;
  statut: StationStatut;
  en_ligne: boolean;
  last_seen_at: Instant | null;
}

export interface Snapshot {
  site?: string | null;
  stations: StationState[];
  sessions: SessionTime[];
}

export type ServerMessage =
  | { type: 'connection_established'; state: Snapshot }
  | { type: 'time_update'; session: SessionTime | null }
  | { type: 'session_started'; session: SessionTime }
  | { type: 'session_terminated'; session: SessionTime; reason: EndReason }
  | { type: 'time_added'; session: SessionTime; added_ms: number }
  | { type: 'warning'; session: SessionTime; threshold_s: number }
  | { type: 'error'; code: string; detail: string; retry_after_s?: number }
  | { type: 'station_changed'; station: StationState };

export type Frame = ServerMessage & { seq: number; server_time: Instant };

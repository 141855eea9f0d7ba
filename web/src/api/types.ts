/** The console's names for what the server says and accepts; their shapes are those of its OpenAPI document. */
import type * as schema from './schema';

export type Id = string;
/** Milliseconds of UTC. */
export type Instant = number;
/** `YYYY-MM-DD`. */
export type Day = string;

export const STATION_STATUTS = ['disponible', 'occupe', 'reserve', 'maintenance', 'hors_ligne'] as const;
export type StationStatut = (typeof STATION_STATUTS)[number];

export const SESSION_STATUTS = ['en_attente', 'active', 'suspendue', 'terminee', 'expiree', 'annulee'] as const;
export type SessionStatut = (typeof SESSION_STATUTS)[number];

export const END_REASONS = ['operateur', 'visiteur', 'temps_ecoule', 'code_perime', 'annulation', 'poste'] as const;
export type EndReason = (typeof END_REASONS)[number];

export const STATION_COMMANDS = ['lock', 'message', 'restart', 'shutdown', 'update', 'wake'] as const satisfies StationCommand[];
export type StationCommand = schema.SchemaCommand['kind'];
/** What only Libki's client does. */
export const LIBKI_COMMANDS = ['unlock', 'suspend', 'drop'] as const satisfies LibkiCommand[];
export type LibkiCommand = schema.SchemaLibkiCommand['kind'];

/** A session's time at the moment of the frame that carries it. */
export interface SessionTime {
  session_id: Id;
  statut: SessionStatut;
  station_id: Id | null;
  visitor_name?: string;
  granted_ms: number;
  elapsed_ms: number;
  remaining_ms: number;
  percent: number;
  /** Grows with each change of the session: a lower one is about what was before. */
  version: number;
}

/** An answer names every field, with `null` where it has nothing to say; OpenAPI calls those optional. */
type Answer<T> = Required<T>;
/** Where the document says only `string`, or allows nothing, what the console reads. */
type With<T, Words> = Omit<Answer<T>, keyof Words> & Words;

export type Page<T> = With<schema.SchemaPageAgency, { results: T[] }>;
export type ProblemDocument = schema.SchemaProblem;

export type User = Answer<schema.SchemaUser>;
export type TokenAnswer = With<schema.SchemaTokens, { user: User }>;

/** As lists show one; `notes` and `stats` come with a single visitor. */
export type Visitor = Answer<schema.SchemaUtilisateurList> & {
  notes?: string | null;
  ban_reason?: string | null;
  stats?: Answer<schema.SchemaVisitorUse>;
};
export type VisitorDraft = schema.SchemaNewUtilisateur & { consent: boolean };
export type VisitorStats = schema.SchemaUtilisateurStats;
export type SessionAllowance = Answer<schema.SchemaUtilisateurCanCreate>;

export type Station = With<schema.SchemaPoste, { statut: StationStatut; session_active: SessionTime | null }>;
export type StationStats = With<schema.SchemaPosteStats, { by_statut: Record<StationStatut, number> }>;
export type EnrolmentToken = schema.SchemaEnrolmentToken;
export type EnrolmentRequest = Answer<schema.SchemaPendingEnrolment>;

export type Session = With<schema.SchemaSession, { statut: SessionStatut; end_reason: EndReason | null }>;
export type StateChange = Answer<schema.SchemaHistoriqueEtat>;
export type SessionCreated = Session & Pick<schema.SchemaSessionCreated, 'code'> & { tariff_name: string | null; sales: Sale[] };
export type SessionDraft = schema.SchemaSessionCreate;
export type DayOfSessions = schema.SchemaDayOfSessions;
export type SessionStats = With<schema.SchemaSessionStats, { by_statut: Partial<Record<SessionStatut, number>> }>;

export type OccupationReport = schema.SchemaOccupationRapport;
export type RoomOccupation = OccupationReport['rooms'][number];
export type HourDays = { results: schema.SchemaOccupationJour[] };
export type ActivityReport = schema.SchemaActiviteRapport;
export type DayActivity = schema.SchemaActiviteJour;
export type Waiting = schema.SchemaAttente;
export type SalesReport = schema.SchemaVentesRapport;
export type Compared = schema.SchemaPeriodeComparee;

export type Verdict = `${schema.SchemaEtatPartie}`;
/** A part's verdict is one of the words above. */
export type SystemHealth = schema.SchemaEtatSysteme;

export const PRESENCE_STATES = ['en_ligne', 'occupe', 'maintenance', 'hors_ligne'] as const;
export type PresenceState = (typeof PRESENCE_STATES)[number];
type InState<T> = With<T, { state: PresenceState }>;
export type PresencePeriod = InState<schema.SchemaPeriodePresence>;
export type PresenceReport = With<
  schema.SchemaPresenceRapport,
  { parts: InState<schema.SchemaPartiePresence>[]; states: InState<schema.SchemaDureePresence>[] }
>;

export type LogEntry = With<schema.SchemaLog, { actor_kind: 'user' | 'station' | 'system'; metadata: unknown }>;
export type LogStats = schema.SchemaLogStats;

export type RemovableLogs = schema.SchemaJournalSupprimable;
export type Job = With<schema.SchemaJob, { last_result: 'ok' | 'error' | null }>;
export type JobRun = With<schema.SchemaJobRun, { result: unknown }>;
export type Report = With<schema.SchemaReport, { data: Record<string, unknown> }>;
export type Agency = Answer<schema.SchemaAgency>;

export const APPLICATIONS = ['browser', 'office', 'documents', 'files'] as const satisfies Application[];
export type Application = `${schema.SchemaApplication}`;
export const USB_POLICIES = ['off', 'read_only', 'read_write'] as const satisfies UsbPolicy[];
export type UsbPolicy = `${schema.SchemaUsbPolicy}`;
export const UPDATE_CHANNELS = ['stable', 'test', 'none'] as const satisfies UpdateChannel[];
export type UpdateChannel = `${schema.SchemaUpdateChannel}`;
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];
/** From when to when it is open, `08:30`. */
export type Span = schema.SchemaSpan;
/** A day that is left out is closed. */
export type Hours = Partial<Record<Weekday, Span[]>>;
export type Desktop = { applications: Application[]; home_page?: string | null; print_server?: string | null; usb: UsbPolicy };
export type Zone = With<schema.SchemaZone, { hours: Hours | null; desktop: Desktop }>;
export type Tariff = Answer<schema.SchemaTarif>;
export type PriceRule = schema.SchemaTarifRegle;
export type Price = Answer<schema.SchemaPrix>;
export const METHODS = ['especes', 'mpesa', 'airtel', 'orange', 'carte', 'banque'] as const;
export type Method = (typeof METHODS)[number];
export type Sale = With<schema.SchemaVente, { method: Method; session_statut: SessionStatut | null; lines: SaleLine[] }>;
export type SaleLine = schema.SchemaLigneVente;
export type Till = With<schema.SchemaTiroir, { floats: Record<string, number> }>;
export type CashReport = With<schema.SchemaRapportCaisse, { balances: Balance[]; totals: Totals }>;
export type Balance = With<schema.SchemaSolde, { method: Method }>;
export type Totals = { taken: With<schema.SchemaTotalMoyen, { method: Method }>[]; first_number: number | null; last_number: number | null };
export type CashDesk = { till: Till | null; report: CashReport | null; open: Till[]; currencies: string[]; registers: string[] };
export type Credit = Answer<schema.SchemaCredit>;
export type Closing = With<schema.SchemaCloture, { details: Totals & { perpetual?: Record<string, number> } }>;
export type Batch = Answer<schema.SchemaLotDePasses>;
export type BatchCreated = Batch & { sale: Sale | null; passes: { session_id: Id; code: string }[] };
export type OwnDesktop = {
  applications: Application[] | null;
  home_page: string | null;
  usb: UsbPolicy | null;
  update_channel: UpdateChannel | null;
  image_profile: string | null;
};
export type StationSettings = {
  settings: { desktop: Desktop };
  own: OwnDesktop;
  zone_id: Id | null;
  zone: string | null;
  version: number;
};
export type AskedCommand = With<schema.SchemaCommandAsked, { kind: StationCommand }>;
export type BootImage = With<schema.SchemaBootImage, { channels: UpdateChannel[]; zones: { id: Id; name: string }[] }>;
export type BootStart = Answer<schema.SchemaBootStart>;
export type TermsVersion = Answer<schema.SchemaConditions>;
export type CurrentTerms = { agency_id: Id | null; current: TermsVersion | null };

/** A parameter of the system; the console reads its value by its kind. */
export type Parameter = With<schema.SchemaParametre, { value: unknown; default: unknown }>;
export type Site = With<schema.SchemaSite, { maintenance: string | null }>;
export const ROLE_SCOPES = ['own', 'agency', 'province', 'all'] as const;
export type RoleScope = (typeof ROLE_SCOPES)[number];
export type HeldRole = { code: string; scope: RoleScope; agency_id?: Id | null; province?: string | null };
export type Account = With<
  schema.SchemaCompte,
  { state: 'invited' | 'active' | 'disabled'; language: 'fr' | 'en'; roles: HeldRole[] }
>;
export type MadeAccount = Account & { temporary_password: string | null };
export type Role = Answer<schema.SchemaRole>;
export type PermissionRow = Answer<schema.SchemaPermission>;
export type Service = Answer<schema.SchemaService>;
export type LoginSession = Answer<schema.SchemaAuthSession>;
export type ApiKey = Answer<schema.SchemaCleApi>;
export type MadeApiKey = ApiKey & { key: string };
export type FactorStatus = Answer<schema.SchemaDoubleAuthentification>;
export type FactorSecret = schema.SchemaDoubleAuthentificationSecret;

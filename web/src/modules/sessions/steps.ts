import type { EndReason, Instant, LogEntry, Session, StateChange } from '../../api/types';

export type StepKind =
  | 'created'
  | 'validated'
  | 'started'
  | 'paused'
  | 'resumed'
  | 'added'
  | 'taken'
  | 'warned'
  | 'ended'
  | 'expired'
  | 'cancelled';

/** Something that happened to a session. */
export interface Step {
  kind: StepKind;
  at: Instant;
  /** The person or the station; the server itself when null. */
  by: string | null;
  comment?: string | null;
  end_reason?: EndReason | null;
  minutes?: number;
  /** How much was left when the visitor was warned. */
  left_s?: number;
}

const ENDS: Record<string, StepKind> = { terminee: 'ended', expiree: 'expired', annulee: 'cancelled' };
const WARNING = /^avertissement (\d+) s$/;

function ofState(change: StateChange, session: Session): Step {
  const { from_state, to_state, at, comment } = change;
  const by = change.by_name ?? null;
  const warned = from_state === to_state ? WARNING.exec(comment ?? '') : null;
  if (warned) return { kind: 'warned', at, by, left_s: Number(warned[1]) };
  const end = ENDS[to_state];
  if (end) return { kind: end, at, by, comment, end_reason: session.end_reason };
  if (to_state === 'suspendue') return { kind: 'paused', at, by, comment };
  if (to_state === 'active') return { kind: from_state === 'suspendue' ? 'resumed' : 'started', at, by, comment };
  return { kind: 'created', at, by, comment };
}

function ofLog({ action, at, actor_name, metadata }: LogEntry): Step[] {
  const by = actor_name ?? null;
  const minutes = Math.abs(Number((metadata as { minutes?: unknown } | null)?.minutes ?? 0));
  if (action === 'ajout_temps') return [{ kind: 'added', at, by, minutes }];
  if (action === 'retrait_temps') return [{ kind: 'taken', at, by, minutes }];
  return [];
}

/** The steps of a session, the first first, from its states and, for whoever may see it, the log. */
export function timeline(session: Session, states: readonly StateChange[], logs: readonly LogEntry[]): Step[] {
  const steps = [...states.map((change) => ofState(change, session)), ...logs.flatMap(ofLog)];
  if (session.validated_at !== null) {
    const validated = logs.find(({ action }) => action === 'validation_code');
    steps.push({ kind: 'validated', at: session.validated_at, by: validated?.actor_name ?? session.station_name });
  }
  const order: StepKind[] = ['created', 'validated', 'started'];
  // At one instant, what leads to the other comes first.
  const rank = ({ kind }: Step) => (order.includes(kind) ? order.indexOf(kind) : order.length);
  return steps.sort((a, b) => a.at - b.at || rank(a) - rank(b));
}

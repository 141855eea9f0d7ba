import type { BootStart, Instant } from '../../api/types';

/** How far a start can come, in its order. */
export const STAGES = ['kernel', 'root', 'client'] as const;
export type Stage = (typeof STAGES)[number];
export type StartState = 'up' | 'failed' | 'underway' | 'silent';

/** A machine says how far it came within this time. */
const UNDERWAY_MS = 30 * 60_000;

export const secondsTo = (start: BootStart, stage: Stage): number | null => {
  const at = start[`${stage}_at`];
  return at === null ? null : Math.round((at - start.asked_at) / 1000);
};

export function stateOf(start: BootStart, now: Instant): StartState {
  if (start.client_at !== null) return 'up';
  if (start.fault !== null) return 'failed';
  return start.asked_at > now - UNDERWAY_MS ? 'underway' : 'silent';
}

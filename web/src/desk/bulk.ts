import { STATION_COMMANDS, type StationCommand } from '../api/types';
import type { Permission } from '../base/access';
import { http } from '../base/http';
import { reasonOf } from '../base/problem';
import { board } from './board';
import { commandStation, type Mark, MARKS, markStation } from './actions';

/** What can be asked of several stations together. */
export type BulkAction = StationCommand | 'end' | Extract<Mark, 'maintenance' | 'disponible'>;

export const BULK_ACTIONS: readonly BulkAction[] = [...STATION_COMMANDS, 'end', 'maintenance', 'disponible'];

export function rightFor(action: BulkAction): Permission {
  if (action === 'end') return 'sessions:piloter';
  return action in MARKS ? 'postes:modifier' : 'postes:commander';
}

/** What became of one station: nothing was asked of it, it was done, or why not. */
export type Outcome = { state: 'skipped' | 'done' } | { state: 'refused'; reason: string };

/** How many requests are under way at once: a weak link has to carry the rest of the desk, too. */
const AT_ONCE = 4;

async function one(id: string, action: BulkAction, text: string): Promise<Outcome> {
  const session = board.state().byStation.get(id);
  if (action === 'end' && !session) return { state: 'skipped' };
  try {
    if (action === 'end') await http.post(`/api/sessions/${session?.session_id}/terminate/`);
    else if (action === 'maintenance' || action === 'disponible') await markStation(id, action);
    else await commandStation(id, action, action === 'message' ? text : undefined);
    return { state: 'done' };
  } catch (error) {
    return { state: 'refused', reason: reasonOf(error) };
  }
}

/** Asks each; tells of each as soon as it is known. */
export async function askAll(
  ids: readonly string[],
  action: BulkAction,
  text: string,
  tell: (id: string, outcome: Outcome) => void,
): Promise<void> {
  const left = [...ids];
  const worker = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) tell(id, await one(id, action, text));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

import { STATION_COMMANDS, type StationCommand } from '../api/types';
import type { Permission } from '../base/access';
import { http } from '../base/http';
import { board } from './board';
import { commandStation, type Mark, MARKS, markStation } from './actions';

/** What can be asked of several stations together. */
export type BulkAction = StationCommand | 'end' | Extract<Mark, 'maintenance' | 'disponible'>;

export const BULK_ACTIONS: readonly BulkAction[] = [...STATION_COMMANDS, 'end', 'maintenance', 'disponible'];

export function rightFor(action: BulkAction): Permission {
  if (action === 'end') return 'sessions:piloter';
  return action in MARKS ? 'postes:modifier' : 'postes:commander';
}

/** Asks it of one station; false when there is nothing to end. */
export async function oneStation(id: string, action: BulkAction, text: string): Promise<unknown> {
  if (action === 'end') {
    const session = board.state().byStation.get(id);
    return session ? http.post(`/api/sessions/${session.session_id}/terminate/`) : false;
  }
  if (action === 'maintenance' || action === 'disponible') return markStation(id, action);
  return commandStation(id, action, action === 'message' ? text : undefined);
}

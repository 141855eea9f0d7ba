import { useNotify } from 'react-admin';
import type { Id, Session, Station, StationCommand, StationStatut } from '../api/types';
import { http } from '../base/http';
import { type Key, useT } from '../base/i18n';
import { reasonOf } from '../base/problem';
import { board, type Guess } from './board';

/** A session and how to name it to the operator: its station, or its visitor. */
export interface Target {
  id: Id;
  name: string;
}

/** Shown at once, undone in plain sight when the server refuses. */
export function useSessionActions() {
  const t = useT();
  const notify = useNotify();

  const act = async (target: Target, guess: Guess, call: () => Promise<unknown>, done: Key, values: object = {}) => {
    const shown = board.guess(target.id, guess);
    try {
      await call();
      shown.confirm();
      notify(t(done, { name: target.name, ...values }), { type: 'success', autoHideDuration: 2500 });
    } catch (error) {
      shown.undo();
      notify(t('desk.rolled_back', { name: target.name, reason: reasonOf(error) }), {
        type: 'error',
        autoHideDuration: 8000,
      });
    }
  };
  const post = (id: Id, action: string, body?: object) => http.post<Session>(`/api/sessions/${id}/${action}/`, body);

  return {
    addTime: (target: Target, minutes: number) =>
      act(
        target,
        { kind: 'add_time', ms: minutes * 60_000 },
        () => post(target.id, 'add_time', { minutes }),
        'desk.added',
        { minutes },
      ),
    suspend: (target: Target) => act(target, { kind: 'suspend' }, () => post(target.id, 'suspend'), 'desk.suspended'),
    resume: (target: Target) => act(target, { kind: 'resume' }, () => post(target.id, 'resume'), 'desk.resumed'),
    terminate: (target: Target) =>
      act(target, { kind: 'terminate' }, () => post(target.id, 'terminate'), 'desk.terminated'),
    cancel: (target: Target) =>
      act(target, { kind: 'terminate' }, () => http.delete(`/api/sessions/${target.id}/`), 'desk.cancelled'),
  };
}

export const MARKS = {
  disponible: 'marquer_disponible',
  maintenance: 'marquer_maintenance',
  hors_ligne: 'marquer_hors_ligne',
} as const satisfies Partial<Record<StationStatut, string>>;
export type Mark = keyof typeof MARKS;

export function markStation(id: Id, mark: Mark): Promise<Station> {
  return http.post<Station>(`/api/postes/${id}/${MARKS[mark]}/`);
}

export function useStationActions() {
  const t = useT();
  const notify = useNotify();
  const attempt = async (call: () => Promise<unknown>, done: string) => {
    try {
      await call();
      notify(done, { type: 'success', autoHideDuration: 2500 });
      return true;
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error', autoHideDuration: 8000 });
      return false;
    }
  };
  return {
    mark: ({ id, name }: Target, mark: Mark) =>
      attempt(() => markStation(id, mark), t('desk.marked', { name, state: t(`station_statut.${mark}`) })),
    command: ({ id, name }: Target, kind: StationCommand, text?: string) =>
      attempt(
        () => http.post(`/api/postes/${id}/command/`, { kind, text }),
        t('desk.command_sent', { name, command: t(`command.${kind}`).replace('…', '') }),
      ),
  };
}

import { useQueryClient } from '@tanstack/react-query';
import { useNotify } from 'react-admin';
import type { Id, Session, Station, StationCommand, StationStatut } from '../api/types';
import { type Call, http } from '../base/http';
import { type Key, useT } from '../base/i18n';
import { UnsentError } from '../base/outbox';
import { reasonOf } from '../base/problem';
import { board, type Guess } from './board';
import { outbox } from './unsent';

/** A session and how to name it to the operator: its station, or its visitor. */
export interface Target {
  id: Id;
  name: string;
}

const PATIENCE_MS = 10_000;

/** An action in words: what it does, and what was done. */
interface Words {
  what: string;
  done: string;
}

/** Shown at once, sent until the server answers, undone in plain sight when it refuses. */
export function useSessionActions() {
  const t = useT();
  const notify = useNotify();

  const act = async ({ id, name }: Target, guess: Guess, words: Words, call: (how: Call) => Promise<unknown>) => {
    const shown = board.guess(id, guess);
    try {
      await outbox.send(id, words.what, (idempotencyKey, signal) =>
        call({ idempotencyKey, signal, patienceMs: PATIENCE_MS }),
      );
      shown.confirm();
      notify(words.done, { type: 'success', autoHideDuration: 2500 });
    } catch (error) {
      shown.undo();
      const text =
        error instanceof UnsentError
          ? t('unsent.given_up', { what: words.what })
          : t('desk.rolled_back', { name, reason: reasonOf(error) });
      notify(text, { type: 'error', autoHideDuration: 8000 });
    }
  };
  const worded = (what: Key, done: Key, name: string): Words => ({
    what: `${t(what)} · ${name}`,
    done: t(done, { name }),
  });
  const post = (id: Id, action: string, body?: object) => (how: Call) =>
    http.post<Session>(`/api/sessions/${id}/${action}/`, body, how);

  return {
    addTime: (target: Target, minutes: number) => {
      const text = t('desk.added', { minutes, name: target.name });
      const guess = { kind: 'add_time', ms: minutes * 60_000 } as const;
      return act(target, guess, { what: text, done: text }, post(target.id, 'add_time', { minutes }));
    },
    suspend: (target: Target) =>
      act(
        target,
        { kind: 'suspend' },
        worded('desk.suspend', 'desk.suspended', target.name),
        post(target.id, 'suspend'),
      ),
    resume: (target: Target) =>
      act(target, { kind: 'resume' }, worded('desk.resume', 'desk.resumed', target.name), post(target.id, 'resume')),
    terminate: (target: Target) =>
      act(
        target,
        { kind: 'terminate' },
        worded('desk.terminate', 'desk.terminated', target.name),
        post(target.id, 'terminate'),
      ),
    cancel: (target: Target) =>
      act(target, { kind: 'terminate' }, worded('desk.cancel_code', 'desk.cancelled', target.name), (how) =>
        http.delete(`/api/sessions/${target.id}/`, how),
      ),
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

/** What became of commands is asked for under this key. */
export const COMMANDS = ['stations', 'commands'];

export function useStationActions() {
  const t = useT();
  const notify = useNotify();
  const client = useQueryClient();
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
        async () => {
          await http.post(`/api/postes/${id}/command/`, { kind, text });
          void client.invalidateQueries({ queryKey: COMMANDS });
        },
        t('desk.command_sent', { name, command: t(`command.${kind}`).replace('…', '') }),
      ),
  };
}

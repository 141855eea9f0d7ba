import { useQueryClient } from '@tanstack/react-query';
import { useNotify } from 'react-admin';
import { type Id, LIBKI_COMMANDS, type LibkiCommand, type Station, type StationCommand, type StationStatut } from '../api/types';
import { http } from '../base/http';
import { type Key, useT } from '../base/i18n';
import { type Order, UnsentError } from '../base/outbox';
import { reasonOf } from '../base/problem';
import { board, type Guess } from './board';
import { undoing } from './undo';
import { outbox } from './unsent';

/** A session and how to name it to the operator: its station, or its visitor. */
export interface Target {
  id: Id;
  name: string;
}

/** An action in words: what it does, and what was done. */
interface Words {
  what: string;
  done: string;
}

/** Shown at once, sent until the server answers, undone in plain sight when it refuses. */
export function useSessionActions() {
  const t = useT();
  const notify = useNotify();

  /** `undo` only where it gives back what was: never for an end. */
  const act = async ({ id, name }: Target, guess: Guess, words: Words, order: Order, undo?: () => void) => {
    const shown = board.guess(id, guess);
    try {
      await outbox.send(id, words.what, order);
      shown.confirm();
      if (undo) undoing.offer({ what: words.done, undo });
      else notify(words.done, { type: 'success', autoHideDuration: 2500 });
    } catch (error) {
      shown.undo();
      const text =
        error instanceof UnsentError
          ? t('unsent.given_up', { what: words.what })
          : t('desk.rolled_back', { name, reason: reasonOf(error) });
      notify(text, { type: 'error', autoHideDuration: 8000 });
    }
  };
  const worded = (what: Key, done: Key, name: string): Words => ({ what: `${t(what)} · ${name}`, done: t(done, { name }) });
  const post = (id: Id, action: string, body?: object): Order => ({
    method: 'POST',
    path: `/api/sessions/${id}/${action}/`,
    body,
  });
  const time = (target: Target, minutes: number, undo?: () => void) => {
    const text = t('desk.added', { minutes: minutes > 0 ? `+${minutes}` : `−${-minutes}`, name: target.name });
    const guess = { kind: 'add_time', ms: minutes * 60_000 } as const;
    return act(target, guess, { what: text, done: text }, post(target.id, 'add_time', { minutes }), undo);
  };
  const pause = (target: Target, undo?: () => void) =>
    act(target, { kind: 'suspend' }, worded('desk.suspend', 'desk.suspended', target.name), post(target.id, 'suspend'), undo);
  const goOn = (target: Target, undo?: () => void) =>
    act(target, { kind: 'resume' }, worded('desk.resume', 'desk.resumed', target.name), post(target.id, 'resume'), undo);

  return {
    addTime: (target: Target, minutes: number) => time(target, minutes, () => void time(target, -minutes)),
    suspend: (target: Target) => pause(target, () => void goOn(target)),
    resume: (target: Target) => goOn(target, () => void pause(target)),
    terminate: (target: Target) => {
      undoing.forget();
      const words = worded('desk.terminate', 'desk.terminated', target.name);
      return act(target, { kind: 'terminate' }, words, post(target.id, 'terminate'));
    },
    cancel: (target: Target) =>
      act(target, { kind: 'terminate' }, worded('desk.cancel_code', 'desk.cancelled', target.name), {
        method: 'DELETE',
        path: `/api/sessions/${target.id}/`,
      }),
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

export function commandStation(id: Id, kind: StationCommand | LibkiCommand, text?: string): Promise<unknown> {
  const door = LIBKI_COMMANDS.some((own) => own === kind) ? 'libki' : 'command';
  return http.post(`/api/postes/${id}/${door}/`, { kind, text });
}

/** What became of commands is asked for under this key. */
export const COMMANDS = ['stations', 'commands'];

export function useStationActions() {
  const t = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const attempt = async (call: () => Promise<unknown>, done: string, undo?: () => void) => {
    try {
      await call();
      if (undo) undoing.offer({ what: done, undo });
      else notify(done, { type: 'success', autoHideDuration: 2500 });
      return true;
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error', autoHideDuration: 8000 });
      return false;
    }
  };
  const mark = ({ id, name }: Target, to: Mark, undo?: () => void) =>
    attempt(() => markStation(id, to), t('desk.marked', { name, state: t(`station_statut.${to}`) }), undo);
  return {
    mark: (station: Target & { statut?: StationStatut }, to: Mark) => {
      const before = station.statut;
      const back = before && before !== to && before in MARKS ? (before as Mark) : undefined;
      return mark(station, to, back && (() => void mark(station, back)));
    },
    command: ({ id, name }: Target, kind: StationCommand | LibkiCommand, text?: string) =>
      attempt(
        async () => {
          await commandStation(id, kind, text);
          void client.invalidateQueries({ queryKey: COMMANDS });
        },
        t('desk.command_sent', { name, command: t(`command.${kind}`).replace('…', '') }),
      ),
  };
}

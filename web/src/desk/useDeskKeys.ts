import { useEffect, useRef } from 'react';
import { useNotify } from 'react-admin';
import type { Id } from '../api/types';
import { type Permission, useCan } from '../base/access';
import { isForThePage, listen } from '../base/hotkeys';
import { useT } from '../base/i18n';
import { lastTicket, printTicket, ticketOf } from '../components/ticket';
import { useSessionActions, useStationActions } from './actions';
import { board } from './board';
import type { Asking } from './BulkDialog';
import { marks } from './marked';

interface DeskKeys {
  stationId: Id | null;
  create: () => void;
  terminate: () => void;
  sellTime: () => void;
  ask: (asking: Asking) => void;
  markAll: () => void;
  close: () => void;
}

/** The station that has the keyboard, where choosing one would cover the plan. */
function focused(): Id | null {
  const tile = document.activeElement?.closest<HTMLElement>('[data-station]');
  return tile?.dataset.station ?? null;
}

/** The desk's keys, on the station that is chosen, or on all that are marked. */
export function useDeskKeys(desk: DeskKeys) {
  const t = useT();
  const notify = useNotify();
  const session = useSessionActions();
  const station = useStationActions();
  const can = useCan();
  const latest = useRef({ desk, session, station, can, t, notify });
  latest.current = { desk, session, station, can, t, notify };
  useEffect(() => {
    const may = (permission: Permission) => latest.current.can(permission);
    const here = () => {
      const id = latest.current.desk.stationId ?? focused();
      return id ? board.state().stations.get(id) : undefined;
    };
    const open = () => {
      const found = here();
      const running = found && board.state().byStation.get(found.id);
      if (!found || !running || !may('sessions:piloter')) return null;
      return { statut: running.statut, target: { id: running.session_id, name: found.name } };
    };
    const add = (minutes: number) => {
      const found = open();
      if (found) void latest.current.session.addTime(found.target, minutes);
    };
    const together = (action: Asking['action'], permission: Permission) => {
      const ids = [...marks.all()];
      if (ids.length > 0 && may(permission)) latest.current.desk.ask({ action, ids });
      return ids.length > 0;
    };
    const stop = listen({
      KeyN: () => latest.current.desk.create(),
      Digit1: () => add(15),
      Digit3: () => add(30),
      KeyS: () => {
        const found = open();
        if (!found) return;
        const { suspend, resume } = latest.current.session;
        void (found.statut === 'suspendue' ? resume(found.target) : suspend(found.target));
      },
      KeyE: () => together('end', 'sessions:piloter') || (open() && latest.current.desk.terminate()),
      KeyT: () => {
        if (may('tarifs:lire') && open()) latest.current.desk.sellTime();
      },
      KeyM: () => {
        const found = here();
        if (together('message', 'postes:commander') || !found || !may('postes:commander')) return;
        latest.current.desk.ask({ action: 'message', ids: [found.id] });
      },
      KeyL: () => {
        const found = here();
        if (together('lock', 'postes:commander') || !found || !may('postes:commander')) return;
        void latest.current.station.command(found, 'lock');
      },
      KeyP: () => {
        const { stationId } = latest.current.desk;
        const running = stationId ? board.state().byStation.get(stationId) : undefined;
        const ticket = running ? ticketOf(running.session_id) : lastTicket();
        if (ticket) printTicket(ticket);
        else latest.current.notify(latest.current.t('floor.no_ticket'), { type: 'info', autoHideDuration: 5000 });
      },
      KeyX: () => {
        const found = here();
        if (found) marks.toggle(found.id);
      },
      Escape: () => (marks.all().size > 0 ? marks.clear() : latest.current.desk.close()),
    });
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'a' || !(event.ctrlKey || event.metaKey)) return;
      if (!isForThePage({ ...keyOf(event), ctrlKey: false, metaKey: false })) return;
      event.preventDefault();
      latest.current.desk.markAll();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      stop();
      window.removeEventListener('keydown', onKey);
    };
  }, []);
}

/** What `isForThePage` reads of an event: its properties are its prototype's, and would not be copied. */
function keyOf({ code, altKey, repeat, defaultPrevented, target }: KeyboardEvent) {
  return { code, altKey, repeat, defaultPrevented, target };
}

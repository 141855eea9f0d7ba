import { useEffect, useRef } from 'react';
import type { Id } from '../api/types';
import { useCan } from '../base/access';
import { listen } from '../base/hotkeys';
import { useSessionActions } from './actions';
import { board } from './board';

interface DeskKeys {
  stationId: Id | null;
  create: () => void;
  terminate: () => void;
  close: () => void;
}

/** N, 1, 3, S, E and Escape, on the station that is chosen. */
export function useDeskKeys(desk: DeskKeys) {
  const actions = useSessionActions();
  const can = useCan();
  const latest = useRef({ desk, actions, can });
  latest.current = { desk, actions, can };
  useEffect(() => {
    const open = () => {
      const { stationId } = latest.current.desk;
      const session = stationId ? board.state().byStation.get(stationId) : undefined;
      const station = stationId ? board.state().stations.get(stationId) : undefined;
      if (!session || !station || !latest.current.can('sessions:piloter')) return null;
      return { statut: session.statut, target: { id: session.session_id, name: station.name } };
    };
    const add = (minutes: number) => {
      const found = open();
      if (found) void latest.current.actions.addTime(found.target, minutes);
    };
    return listen({
      KeyN: () => latest.current.desk.create(),
      Digit1: () => add(15),
      Digit3: () => add(30),
      KeyS: () => {
        const found = open();
        if (!found) return;
        const { suspend, resume } = latest.current.actions;
        void (found.statut === 'suspendue' ? resume(found.target) : suspend(found.target));
      },
      KeyE: () => open() && latest.current.desk.terminate(),
      Escape: () => latest.current.desk.close(),
    });
  }, []);
}

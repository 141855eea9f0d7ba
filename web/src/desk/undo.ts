import { useSyncExternalStore } from 'react';

/** The last thing that can honestly be taken back, for as long as it can. */
export interface Undoable {
  what: string;
  undo: () => void;
}

const OFFERED_MS = 10_000;
let last: Undoable | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function set(next: Undoable | null) {
  clearTimeout(timer);
  last = next;
  if (next) timer = setTimeout(() => set(null), OFFERED_MS);
  listeners.forEach((listener) => listener());
}

export const undoing = {
  offer: set,
  forget: () => set(null),
  /** Takes it back, once. */
  run: () => {
    const taken = last;
    set(null);
    taken?.undo();
  },
};

export function useUndoable(): Undoable | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => last,
  );
}

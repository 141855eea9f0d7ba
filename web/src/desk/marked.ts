import { useSyncExternalStore } from 'react';
import type { Id } from '../api/types';

/** The stations that the next action is for, all together. */
let marked: ReadonlySet<Id> = new Set();
const listeners = new Set<() => void>();

function set(next: ReadonlySet<Id>) {
  marked = next;
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const marks = {
  all: () => marked,
  toggle: (id: Id) => {
    const next = new Set(marked);
    if (!next.delete(id)) next.add(id);
    set(next);
  },
  set: (ids: Iterable<Id>) => set(new Set(ids)),
  clear: () => {
    if (marked.size > 0) set(new Set());
  },
};

export function useMarks(): ReadonlySet<Id> {
  return useSyncExternalStore(subscribe, marks.all);
}

export function useMarked(id: Id): boolean {
  return useSyncExternalStore(subscribe, () => marked.has(id));
}

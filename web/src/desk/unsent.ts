import { useSyncExternalStore } from 'react';
import { http, newKey } from '../base/http';
import { link } from '../base/link';
import { createOutbox, type Letter } from '../base/outbox';

const PATIENCE_MS = 10_000;
const STORED = 'guichet.unsent';

interface Kept {
  owner: string;
  letters: Letter[];
}

/** Another operator at this browser neither sees nor sends them. */
function kept(): Kept | null {
  const owner = http.user()?.id;
  if (!owner) return null;
  try {
    const found = JSON.parse(localStorage.getItem(STORED) ?? 'null') as Kept | null;
    return found?.owner === owner ? found : { owner, letters: [] };
  } catch {
    return { owner, letters: [] };
  }
}

/** What this operator did to sessions and the server has not answered. */
export const outbox = createOutbox({
  newKey,
  now: Date.now,
  later: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  deliver: ({ method, path, body }, idempotencyKey, signal) => {
    const call = { idempotencyKey, signal, patienceMs: PATIENCE_MS };
    return method === 'DELETE' ? http.delete(path, call) : http.post(path, body, call);
  },
  load: () => kept()?.letters ?? [],
  keep: (letters) => {
    const owner = http.user()?.id;
    try {
      if (letters.length === 0) localStorage.removeItem(STORED);
      else if (owner) localStorage.setItem(STORED, JSON.stringify({ owner, letters }));
    } catch {
      // A full or forbidden store: they are sent all the same, they only do not outlive the page.
    }
  },
});

link.onStatus(() => {
  if (link.status() === 'live') outbox.hurry();
});

export function useUnsent(): readonly Letter[] {
  return useSyncExternalStore(outbox.onLate, outbox.late);
}

/** How many wait in this browser, whoever they are from: for a page that knows nobody yet. */
export function countUnsent(): number {
  try {
    return (JSON.parse(localStorage.getItem(STORED) ?? 'null') as Kept | null)?.letters.length ?? 0;
  } catch {
    return 0;
  }
}

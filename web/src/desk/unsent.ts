import { useSyncExternalStore } from 'react';
import { newKey } from '../base/http';
import { link } from '../base/link';
import { createOutbox, type Letter } from '../base/outbox';

/** What this operator did to sessions and the server has not answered. */
export const outbox = createOutbox({
  newKey,
  later: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
});

link.onStatus(() => {
  if (link.status() === 'live') outbox.hurry();
});
window.addEventListener('beforeunload', (event) => {
  if (outbox.late().length > 0) event.preventDefault();
});

export function useUnsent(): readonly Letter[] {
  return useSyncExternalStore(outbox.onLate, outbox.late);
}

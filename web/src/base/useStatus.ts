import { useSyncExternalStore } from 'react';
import { link } from './link';
import type { LinkStatus } from './realtime';
import { isReleaseReady, onRelease } from './release';

// Apart from what they watch: the page asks the server who is there before React has come.

export function useLinkStatus(): LinkStatus {
  return useSyncExternalStore(link.onStatus, link.status);
}

/** Whether a newer release than this page's is ready in the browser. */
export function useNewRelease(): boolean {
  return useSyncExternalStore(onRelease, isReleaseReady);
}

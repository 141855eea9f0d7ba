/** One timer for everything on the screen that counts: it runs only while somebody listens. */
export interface TickerWorld {
  now: () => number;
  every: (ms: number, task: () => void) => () => void;
}

const PERIOD_MS = 250;

export function createTicker(world: TickerWorld) {
  const listeners = new Set<() => void>();
  let stop: (() => void) | null = null;
  return {
    now: world.now,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      stop ??= world.every(PERIOD_MS, () => listeners.forEach((each) => each()));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) {
          stop?.();
          stop = null;
        }
      };
    },
  };
}

export const ticker = createTicker({
  now: () => performance.now(),
  every: (ms, task) => {
    const timer = setInterval(task, ms);
    return () => clearInterval(timer);
  },
});

/** What is left of `remaining_ms` received at `receivedAt` (same monotonic clock as `now`). */
export function remainingAt(remainingMs: number, running: boolean, receivedAt: number, now: number): number {
  return running ? Math.max(0, remainingMs - (now - receivedAt)) : remainingMs;
}

/** `1:18:07` or `13:54`; rounded up like at the station, so that 0 means over. */
export function clock(ms: number): string {
  const total = Math.ceil(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(total / 3600);
  const rest = `${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

import { isTransient, ProblemError } from './problem';

/** An action of the operator on its way to the server. */
export interface Letter {
  /** What it does, in the operator's words. */
  readonly what: string;
}

/** Given up before the server answered: whether it was carried out is for the server to show. */
export class UnsentError extends Error {
  override readonly name = 'UnsentError';
}

export interface OutboxWorld {
  newKey: () => string;
  later: (ms: number, task: () => void) => () => void;
}

/** The same key is at work at this very moment: its answer can be asked for a little later. */
const isUnderWay = (error: unknown) => error instanceof ProblemError && error.code === 'duplicate';

export type Delivery<T> = (idempotencyKey: string, signal: AbortSignal) => Promise<T>;

/** After so long without an answer the operator is told. */
const LATE_MS = 3_000;
const RETRY_MS = 5_000;
/** What was meant two minutes ago may not be what is wanted now. */
const GIVE_UP_MS = 120_000;

/**
 * Sends each action until the server has answered it. The action keeps its idempotency key, so it
 * counts once however often it is sent; actions on the same thing go one after the other.
 */
export function createOutbox(world: OutboxWorld) {
  const lanes = new Map<string, Promise<unknown>>();
  const open = new Map<Letter, AbortController>();
  const wakers = new Set<() => void>();
  let late: readonly Letter[] = [];
  const listeners = new Set<() => void>();

  const setLate = (next: readonly Letter[]) => {
    late = next;
    listeners.forEach((listener) => listener());
  };

  const pause = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const wake = () => {
        cancel();
        wakers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const cancel = world.later(RETRY_MS, wake);
      wakers.add(wake);
      signal.addEventListener('abort', wake);
    });

  async function deliver<T>(call: Delivery<T>, signal: AbortSignal): Promise<T> {
    const key = world.newKey();
    for (;;) {
      if (signal.aborted) throw new UnsentError();
      try {
        return await call(key, signal);
      } catch (error) {
        if (signal.aborted) throw new UnsentError();
        if (!isTransient(error) && !isUnderWay(error)) throw error;
        await pause(signal);
      }
    }
  }

  async function send<T>(lane: string, what: string, call: Delivery<T>): Promise<T> {
    const letter: Letter = { what };
    const controller = new AbortController();
    open.set(letter, controller);
    const timers = [
      world.later(LATE_MS, () => setLate([...late, letter])),
      world.later(GIVE_UP_MS, () => controller.abort()),
    ];
    const before = lanes.get(lane) ?? Promise.resolve();
    const answer = before.then(() => deliver(call, controller.signal));
    const settled = answer.catch(() => {});
    lanes.set(lane, settled);
    try {
      return await answer;
    } finally {
      timers.forEach((cancel) => cancel());
      open.delete(letter);
      if (late.includes(letter)) setLate(late.filter((other) => other !== letter));
      if (lanes.get(lane) === settled) lanes.delete(lane);
    }
  }

  return {
    send,
    /** The server is back: no reason to sit out the delay. */
    hurry: () => wakers.forEach((wake) => wake()),
    giveUp: () => open.forEach((controller) => controller.abort()),
    /** What the server has left without an answer for too long. */
    late: () => late,
    onLate: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

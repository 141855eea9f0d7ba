import { isTransient, ProblemError } from './problem';

/** A request that can be told again after the page is gone. */
export interface Order {
  readonly method: 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
}

/** An action of the operator on its way to the server. */
export interface Letter {
  /** Its idempotency key: it counts once however often it is sent. */
  readonly key: string;
  /** Letters of one lane go one after the other. */
  readonly lane: string;
  /** What it does, in the operator's words. */
  readonly what: string;
  /** When it was meant, milliseconds of UTC. */
  readonly at: number;
  readonly order: Order;
}

/** Given up before the server answered: whether it was carried out is for the server to show. */
export class UnsentError extends Error {
  override readonly name = 'UnsentError';
}

export interface OutboxWorld {
  newKey: () => string;
  /** Milliseconds of UTC. */
  now: () => number;
  later: (ms: number, task: () => void) => () => void;
  deliver: (order: Order, idempotencyKey: string, signal: AbortSignal) => Promise<unknown>;
  /** What outlives the page, for this operator only. */
  load: () => readonly Letter[];
  keep: (letters: readonly Letter[]) => void;
}

/** The same key is at work at this very moment: its answer can be asked for a little later. */
const isUnderWay = (error: unknown) => error instanceof ProblemError && error.code === 'duplicate';

/** After so long without an answer the operator is told. */
const LATE_MS = 3_000;
const RETRY_MS = 5_000;
/** What was meant a quarter of an hour ago may not be what is wanted now. */
export const GIVE_UP_MS = 900_000;

/** Sends each action until the server has answered it, and again after the page was loaded anew. */
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

  async function deliver({ order, key }: Letter, signal: AbortSignal): Promise<unknown> {
    for (;;) {
      if (signal.aborted) throw new UnsentError();
      try {
        return await world.deliver(order, key, signal);
      } catch (error) {
        if (signal.aborted) throw new UnsentError();
        if (!isTransient(error) && !isUnderWay(error)) throw error;
        await pause(signal);
      }
    }
  }

  async function post(letter: Letter, lateAfter: number): Promise<unknown> {
    const controller = new AbortController();
    open.set(letter, controller);
    const timers = [
      world.later(lateAfter, () => setLate([...late, letter])),
      world.later(Math.max(0, letter.at + GIVE_UP_MS - world.now()), () => controller.abort()),
    ];
    const before = lanes.get(letter.lane) ?? Promise.resolve();
    const answer = before.then(() => deliver(letter, controller.signal));
    const settled = answer.catch(() => {});
    lanes.set(letter.lane, settled);
    try {
      return await answer;
    } finally {
      timers.forEach((cancel) => cancel());
      open.delete(letter);
      world.keep(world.load().filter(({ key }) => key !== letter.key));
      if (late.includes(letter)) setLate(late.filter((other) => other !== letter));
      if (lanes.get(letter.lane) === settled) lanes.delete(letter.lane);
    }
  }

  return {
    send: (lane: string, what: string, order: Order): Promise<unknown> => {
      const letter: Letter = { key: world.newKey(), lane, what, at: world.now(), order };
      world.keep([...world.load(), letter]);
      return post(letter, LATE_MS);
    },
    /** Sends what was left unanswered when the page went away; each with what became of it. */
    resume: (): { letter: Letter; answer: Promise<unknown> }[] => {
      const known = new Set([...open.keys()].map(({ key }) => key));
      const left = world.load().filter(({ key }) => !known.has(key));
      return left.map((letter) => ({ letter, answer: post(letter, 0) }));
    },
    /** The server is back: no reason to sit out the delay. */
    hurry: () => wakers.forEach((wake) => wake()),
    giveUp: (letter?: Letter) =>
      open.forEach((controller, each) => (letter === undefined || each === letter) && controller.abort()),
    /** What the server has left without an answer for too long. */
    late: () => late,
    onLate: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

import { beforeEach, describe, expect, it } from 'vitest';
import { createOutbox, GIVE_UP_MS, type Letter, type Order, UnsentError } from '../src/base/outbox';
import { ProblemError } from '../src/base/problem';

let timers: { at: number; task: () => void }[];
let now: number;
let keys: number;
let stored: readonly Letter[];
let received: string[];
let refusal: ProblemError | null;

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const order = (path: string): Order => ({ method: 'POST', path });
const DOWN = new ProblemError({ status: 0 });

async function pass(ms: number) {
  now += ms;
  const due = timers.filter(({ at }) => at <= now);
  timers = timers.filter(({ at }) => at > now);
  due.forEach(({ task }) => task());
  await settle();
}

/** The outbox of a page; another one after it finds what it kept. */
function outbox() {
  return createOutbox({
    newKey: () => `key-${(keys += 1)}`,
    now: () => now,
    later: (ms, task) => {
      const timer = { at: now + ms, task };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    // The server has it, but its answer is lost while it is down.
    deliver: async ({ path }, key) => {
      received.push(`${key} ${path}`);
      if (refusal) throw refusal;
      return key;
    },
    load: () => stored,
    keep: (letters) => {
      stored = letters;
    },
  });
}

beforeEach(() => {
  timers = [];
  now = 1_000;
  keys = 0;
  stored = [];
  received = [];
  refusal = null;
});

describe('the outbox', () => {
  it('sends an action again under the same key until it is answered', async () => {
    const box = outbox();
    refusal = DOWN;
    const answer = box.send('s1', '+15', order('/add'));
    await settle();
    await pass(3_000);
    expect(box.late().map(({ what }) => what)).toEqual(['+15']);
    await pass(2_000);
    refusal = null;
    box.hurry();
    expect(await answer).toBe('key-1');
    expect(received).toEqual(['key-1 /add', 'key-1 /add', 'key-1 /add']);
    expect(box.late()).toEqual([]);
    expect(stored).toEqual([]);
    expect(timers).toEqual([]);
  });

  it('keeps the order of actions on the same session, and does not hold up another', async () => {
    const box = outbox();
    refusal = DOWN;
    const first = box.send('s1', 'suspend', order('/a'));
    const second = box.send('s1', 'resume', order('/b'));
    await settle();
    expect(received).toEqual(['key-1 /a']);
    refusal = null;
    await expect(box.send('s2', '+15', order('/c'))).resolves.toBe('key-3');
    box.hurry();
    await Promise.all([first, second]);
    expect(received).toEqual(['key-1 /a', 'key-3 /c', 'key-1 /a', 'key-2 /b']);
  });

  it('passes a refusal on at once', async () => {
    const box = outbox();
    refusal = new ProblemError({ status: 409, code: 'conflict' });
    await expect(box.send('s1', '+15', order('/a'))).rejects.toBe(refusal);
    refusal = null;
    await expect(box.send('s1', '+15', order('/a'))).resolves.toBe('key-2');
    expect(stored).toEqual([]);
  });

  it('goes on after the page was loaded anew, under the same keys and in the same order', async () => {
    refusal = DOWN;
    const before = outbox();
    void before.send('s1', '+15', order('/a')).catch(() => {});
    void before.send('s1', 'suspend', order('/b')).catch(() => {});
    await settle();
    refusal = null;
    received = [];
    const left = outbox().resume();
    expect(left.map(({ letter }) => letter.what)).toEqual(['+15', 'suspend']);
    await Promise.all(left.map(({ answer }) => answer));
    expect(received).toEqual(['key-1 /a', 'key-2 /b']);
    expect(stored).toEqual([]);
    expect(outbox().resume()).toEqual([]);
  });

  it('does not send twice what is on its way on this very page', async () => {
    refusal = DOWN;
    const box = outbox();
    void box.send('s1', '+15', order('/a')).catch(() => {});
    expect(box.resume()).toEqual([]);
  });

  it('gives up when the operator does, one or all, and by itself in the end', async () => {
    const box = outbox();
    refusal = DOWN;
    const [one, other] = [box.send('s1', '+15', order('/a')), box.send('s2', '+30', order('/b'))];
    const refused = [expect(one).rejects.toBeInstanceOf(UnsentError), expect(other).rejects.toBeInstanceOf(UnsentError)];
    await settle();
    await pass(3_000);
    const [first] = box.late();
    box.giveUp(first);
    await refused[0];
    expect(box.late().map(({ what }) => what)).toEqual(['+30']);
    box.giveUp();
    await refused[1];
    const stale = expect(box.send('s1', '+30', order('/c'))).rejects.toBeInstanceOf(UnsentError);
    await settle();
    await pass(GIVE_UP_MS);
    await stale;
    const sent = received.length;
    await pass(60_000);
    expect(received).toHaveLength(sent);
    expect(stored).toEqual([]);
  });
});

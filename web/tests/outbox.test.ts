import { beforeEach, describe, expect, it } from 'vitest';
import { createOutbox, UnsentError } from '../src/base/outbox';
import { ProblemError } from '../src/base/problem';

let timers: { at: number; task: () => void }[];
let now: number;
let up: boolean;
let received: string[];

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

async function pass(ms: number) {
  now += ms;
  const due = timers.filter(({ at }) => at <= now);
  timers = timers.filter(({ at }) => at > now);
  due.forEach(({ task }) => task());
  await settle();
}

function outbox() {
  let keys = 0;
  return createOutbox({
    newKey: () => `key-${(keys += 1)}`,
    later: (ms, task) => {
      const timer = { at: now + ms, task };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  });
}

/** The server has it, but its answer is lost while it is down. */
const call = async (key: string) => {
  received.push(key);
  if (!up) throw new ProblemError({ status: 0 });
  return key;
};

beforeEach(() => {
  timers = [];
  now = 0;
  up = true;
  received = [];
});

describe('the outbox', () => {
  it('sends an action again under the same key until it is answered', async () => {
    const box = outbox();
    up = false;
    const answer = box.send('s1', '+15', call);
    await settle();
    await pass(3_000);
    expect(box.late()).toEqual([{ what: '+15' }]);
    await pass(2_000);
    up = true;
    box.hurry();
    expect(await answer).toBe('key-1');
    expect(received).toEqual(['key-1', 'key-1', 'key-1']);
    expect(box.late()).toEqual([]);
    expect(timers).toEqual([]);
  });

  it('keeps the order of actions on the same session, and does not hold up another', async () => {
    const box = outbox();
    up = false;
    const first = box.send('s1', 'suspend', call);
    const second = box.send('s1', 'resume', call);
    await settle();
    expect(received).toEqual(['key-1']);
    up = true;
    await expect(box.send('s2', '+15', call)).resolves.toBe('key-2');
    box.hurry();
    await Promise.all([first, second]);
    expect(received).toEqual(['key-1', 'key-2', 'key-1', 'key-3']);
  });

  it('passes a refusal on at once', async () => {
    const box = outbox();
    const refusal = new ProblemError({ status: 409, code: 'conflict' });
    await expect(box.send('s1', '+15', () => Promise.reject(refusal))).rejects.toBe(refusal);
    await expect(box.send('s1', '+15', call)).resolves.toBe('key-2');
  });

  it('gives up when the operator does, and by itself after two minutes', async () => {
    const box = outbox();
    up = false;
    const refused = expect(box.send('s1', '+15', call)).rejects.toBeInstanceOf(UnsentError);
    await settle();
    box.giveUp();
    await refused;
    const stale = expect(box.send('s1', '+30', call)).rejects.toBeInstanceOf(UnsentError);
    await settle();
    await pass(120_000);
    await stale;
    const sent = received.length;
    await pass(60_000);
    expect(received).toHaveLength(sent);
  });
});

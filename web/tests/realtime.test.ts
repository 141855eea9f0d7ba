import { beforeEach, describe, expect, it } from 'vitest';
import type { Frame } from '../src/api/frames';
import { createRealtime, type Socket } from '../src/base/realtime';

class FakeSocket implements Socket {
  sent: string[] = [];
  closed = false;
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  constructor(readonly protocols: string[]) {}
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.closed = true;
  }
  frame(seq: number, type = 'time_update', rest: object = { session: null }) {
    this.onmessage?.({ data: JSON.stringify({ seq, server_time: 0, type, ...rest }) });
  }
  snapshot(seq = 1) {
    this.frame(seq, 'connection_established', { state: { stations: [], sessions: [] } });
  }
}

let sockets: FakeSocket[];
let timers: { at: number; task: () => void }[];
let now: number;
let refuseTickets: boolean;

/** Runs what falls due within the time, in order. */
async function pass(ms: number) {
  const end = now + ms;
  for (;;) {
    await settle();
    const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
    if (!next) break;
    timers = timers.filter((timer) => timer !== next);
    now = next.at;
    next.task();
  }
  now = end;
  await settle();
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const last = () => sockets.at(-1) as FakeSocket;

function start() {
  const realtime = createRealtime({
    ticket: async () => {
      if (refuseTickets) throw new Error('no ticket');
      return `t${sockets.length}`;
    },
    open: (protocols) => {
      const socket = new FakeSocket(protocols);
      sockets.push(socket);
      return socket;
    },
    later: (ms, task) => {
      const timer = { at: now + ms, task };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    random: () => 0.5,
  });
  const frames: Frame[] = [];
  realtime.onFrame((frame) => frames.push(frame));
  realtime.start();
  return { realtime, frames };
}

beforeEach(() => {
  sockets = [];
  timers = [];
  now = 0;
  refuseTickets = false;
});

describe('the sequence', () => {
  it('passes frames on while numbers follow each other', async () => {
    const { realtime, frames } = start();
    await settle();
    last().snapshot(1);
    last().frame(2);
    last().frame(3);
    expect(frames.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(realtime.status()).toBe('live');
  });

  it('keeps what comes before anybody listens, for the first who does', async () => {
    const { realtime, frames } = start();
    realtime.stop();
    const early = createRealtime({
      ticket: async () => 't',
      open: (protocols) => {
        sockets.push(new FakeSocket(protocols));
        return last();
      },
      later: () => () => {},
      random: () => 0.5,
    });
    early.start();
    await settle();
    last().snapshot(1);
    last().frame(2);
    const [first, second]: [Frame[], Frame[]] = [[], []];
    early.onFrame((frame) => first.push(frame));
    early.onFrame((frame) => second.push(frame));
    last().frame(3);
    expect(first.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(second.map(({ seq }) => seq)).toEqual([3]);
    expect(frames).toEqual([]);
  });

  it('starts from whatever number the snapshot has', async () => {
    const { frames } = start();
    await settle();
    last().snapshot(41);
    last().frame(42);
    expect(frames).toHaveLength(2);
  });

  it('asks for a new snapshot when a number is missing, and drops the frame after the gap', async () => {
    const { realtime, frames } = start();
    await settle();
    last().snapshot(1);
    last().frame(2);
    last().frame(4);
    expect(sockets[0]?.closed).toBe(true);
    expect(frames).toHaveLength(2);
    expect(realtime.status()).toBe('reconnecting');
    await pass(1_000);
    expect(sockets).toHaveLength(2);
    last().snapshot(1);
    expect(realtime.status()).toBe('live');
  });

  it('does not trust a number twice, nor a frame before the snapshot', async () => {
    for (const misbehave of [
      (socket: FakeSocket) => socket.frame(1),
      (socket: FakeSocket) => {
        socket.snapshot(1);
        socket.frame(2);
        socket.frame(2);
      },
      (socket: FakeSocket) => socket.onmessage?.({ data: 'not json' }),
    ]) {
      sockets = [];
      const { realtime } = start();
      await settle();
      misbehave(last());
      expect(sockets[0]?.closed).toBe(true);
      realtime.stop();
    }
  });
});

describe('the link', () => {
  it('names the protocol and the ticket, and never puts the ticket in an address', async () => {
    start();
    await settle();
    expect(last().protocols).toEqual(['guichet.v1', 'ticket.t0']);
  });

  it('says that it lives every 10 s', async () => {
    start();
    await settle();
    last().onopen?.();
    last().snapshot();
    for (let seq = 2; seq < 5; seq += 1) {
      await pass(10_000);
      last().frame(seq);
    }
    expect(last().sent).toEqual(Array(3).fill('{"type":"heartbeat"}'));
  });

  it('comes back by itself from a server that does not answer a heartbeat', async () => {
    const { realtime } = start();
    await settle();
    last().onopen?.();
    last().snapshot();
    await pass(15_000);
    expect(realtime.status()).toBe('live');
    await pass(1_000);
    expect(realtime.status()).toBe('offline');
    expect(sockets[0]?.closed).toBe(true);
    await pass(1_000);
    last().snapshot();
    expect(realtime.status()).toBe('live');
    expect(sockets).toHaveLength(2);
  });

  it('does not wait for ever for a snapshot', async () => {
    const { realtime } = start();
    await settle();
    await pass(10_500);
    expect(realtime.status()).toBe('offline');
    expect(sockets).toHaveLength(2);
  });

  it('waits longer after each failure, at most 15 s, and says when it has lost hope', async () => {
    refuseTickets = true;
    const { realtime } = start();
    const delays: number[] = [];
    for (let failure = 0; failure < 8; failure += 1) {
      await settle();
      const due = timers[0]?.at ?? now;
      delays.push(due - now);
      expect(realtime.status()).toBe(failure < 2 ? 'reconnecting' : 'offline');
      await pass(due - now);
    }
    expect(delays).toEqual([375, 750, 1500, 3000, 6000, 11250, 11250, 11250]);
    refuseTickets = false;
    realtime.hurry();
    await settle();
    last().snapshot();
    expect(realtime.status()).toBe('live');
  });

  it('stays closed once stopped', async () => {
    const { realtime } = start();
    await settle();
    last().snapshot();
    realtime.stop();
    await pass(60_000);
    expect(sockets).toHaveLength(1);
    expect(timers).toHaveLength(0);
  });
});

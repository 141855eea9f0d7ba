import type { Frame } from '../api/frames';

export type LinkStatus = 'live' | 'reconnecting' | 'offline';

/** What a websocket is to us. */
export interface Socket {
  send(text: string): void;
  close(code?: number): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
}

export interface RealtimeWorld {
  /** A single-use ticket. */
  ticket: () => Promise<string>;
  open: (protocols: string[]) => Socket;
  later: (ms: number, task: () => void) => () => void;
  /** From 0 to 1. */
  random: () => number;
}

const PROTOCOL = 'guichet.v1';
const HEARTBEAT_MS = 10_000;
/** The server answers heartbeats: silence after one means that the link is dead. */
const ANSWER_MS = 6_000;
/** From asking for a ticket to the snapshot. */
const OPENING_MS = 10_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;
/** A new snapshot costs less than more frames than this. */
const MOST_UNHEARD = 500;
/** After so many failures in a row we no longer promise that it is about to work. */
const PATIENCE = 2;

/**
 * A websocket that comes back: a snapshot, then numbered frames. A gap in the numbers means that
 * frames were lost, and a new connection brings a new snapshot.
 */
export function createRealtime(world: RealtimeWorld) {
  let socket: Socket | null = null;
  let wanted = false;
  let status: LinkStatus = 'reconnecting';
  let failures = 0;
  let expected: number | null = null;
  /** Tells a late ticket or event of an abandoned connection from the current one. */
  let generation = 0;
  const timers = new Map<'retry' | 'heartbeat' | 'silence', () => void>();
  /** What came while nobody listened: the link may be older than the page that shows it. */
  let unheard: Frame[] = [];
  const frameListeners = new Set<(frame: Frame) => void>();
  const statusListeners = new Set<() => void>();

  const cancel = (name: 'retry' | 'heartbeat' | 'silence') => {
    timers.get(name)?.();
    timers.delete(name);
  };
  const schedule = (name: 'retry' | 'heartbeat' | 'silence', ms: number, task: () => void) => {
    cancel(name);
    timers.set(name, world.later(ms, task));
  };

  const setStatus = (next: LinkStatus) => {
    if (next === status) return;
    status = next;
    statusListeners.forEach((listener) => listener());
  };

  const drop = () => {
    generation += 1;
    cancel('heartbeat');
    cancel('silence');
    const old = socket;
    socket = null;
    expected = null;
    if (old) {
      old.onopen = old.onmessage = old.onclose = null;
      old.close(1000);
    }
  };

  const retry = () => {
    drop();
    if (!wanted) return;
    failures += 1;
    setStatus(failures > PATIENCE ? 'offline' : 'reconnecting');
    const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
    schedule('retry', ceiling * (0.5 + world.random() / 2), () => void connect());
  };

  /** No network, or a server that says nothing: worse than a link that was cut a moment ago. */
  const lost = () => {
    if (!wanted) return;
    retry();
    setStatus('offline');
  };

  const beat = () => {
    socket?.send('{"type":"heartbeat"}');
    schedule('heartbeat', HEARTBEAT_MS, beat);
    schedule('silence', ANSWER_MS, lost);
  };

  const receive = (text: unknown) => {
    let frame: Frame;
    try {
      frame = JSON.parse(String(text)) as Frame;
    } catch {
      return retry();
    }
    const opening = frame.type === 'connection_established';
    if (opening ? expected !== null : frame.seq !== expected) return retry();
    expected = frame.seq + 1;
    cancel('silence');
    if (opening) {
      failures = 0;
      unheard = [];
      setStatus('live');
    }
    if (frameListeners.size === 0 && unheard.push(frame) > MOST_UNHEARD) return retry();
    frameListeners.forEach((listener) => listener(frame));
  };

  async function connect() {
    cancel('retry');
    drop();
    const mine = generation;
    schedule('silence', OPENING_MS, lost);
    let ticket: string;
    try {
      ticket = await world.ticket();
    } catch {
      if (mine === generation) retry();
      return;
    }
    if (mine !== generation || !wanted) return;
    const opened = world.open([PROTOCOL, `ticket.${ticket}`]);
    socket = opened;
    opened.onopen = () => schedule('heartbeat', HEARTBEAT_MS, beat);
    opened.onmessage = (event) => receive(event.data);
    opened.onclose = retry;
  }

  return {
    start: () => {
      if (wanted) return;
      wanted = true;
      failures = 0;
      void connect();
    },
    stop: () => {
      wanted = false;
      unheard = [];
      cancel('retry');
      drop();
      setStatus('reconnecting');
    },
    /** The network is back: no reason to sit out the delay. */
    hurry: () => {
      if (wanted && status !== 'live') void connect();
    },
    /** The browser says that there is no network. */
    lost,
    status: () => status,
    onStatus: (listener: () => void) => {
      statusListeners.add(listener);
      return () => void statusListeners.delete(listener);
    },
    onFrame: (listener: (frame: Frame) => void) => {
      frameListeners.add(listener);
      const missed = unheard;
      unheard = [];
      missed.forEach(listener);
      return () => void frameListeners.delete(listener);
    },
  };
}

export type Realtime = ReturnType<typeof createRealtime>;

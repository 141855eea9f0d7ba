import { beforeEach, describe, expect, it } from 'vitest';
import type { Frame, ServerMessage, StationCall } from '../src/api/frames';
import { createBoard } from '../src/desk/board';

const call: StationCall = { id: 'c1', station_id: 'p1', called_at: 0, state: 'ouvert' };
let board: ReturnType<typeof createBoard>;
const say = (message: ServerMessage) => board.apply({ seq: 1, server_time: 0, ...message } as Frame);
const open = () => [...board.state().calls.values()].map(({ id }) => id);

beforeEach(() => {
  board = createBoard(() => 0);
  say({ type: 'connection_established', state: { stations: [], sessions: [] } });
});

describe('a call', () => {
  it('stands until it is answered or withdrawn', () => {
    for (const state of ['repondu', 'retire'] as const) {
      say({ type: 'station_call', call });
      expect(open()).toEqual(['c1']);
      say({ type: 'station_call', call: { ...call, state } });
      expect(open()).toEqual([]);
    }
  });

  it('is not ended by the end of an older one', () => {
    say({ type: 'station_call', call: { ...call, id: 'c2' } });
    say({ type: 'station_call', call: { ...call, state: 'repondu' } });
    expect(open()).toEqual(['c2']);
  });

  it('comes with the snapshot, and goes with the next', () => {
    say({ type: 'connection_established', state: { stations: [], sessions: [], calls: [call] } });
    expect(open()).toEqual(['c1']);
    say({ type: 'connection_established', state: { stations: [], sessions: [] } });
    expect(open()).toEqual([]);
  });
});

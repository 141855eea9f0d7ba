import { beforeEach, describe, expect, it } from 'vitest';
import type { Frame, ServerMessage, StationState } from '../src/api/frames';
import type { SessionTime } from '../src/api/types';
import { createBoard } from '../src/desk/board';
import { lookOf } from '../src/desk/look';

const MINUTE = 60_000;
const station: StationState = { id: 'p1', name: 'PC-01', statut: 'occupe', en_ligne: true, last_seen_at: 0 };
const session: SessionTime = {
  session_id: 's1',
  statut: 'active',
  station_id: 'p1',
  visitor_name: 'A B',
  granted_ms: 60 * MINUTE,
  elapsed_ms: 0,
  remaining_ms: 60 * MINUTE,
  percent: 0,
  version: 3,
};

let now = 0;
let board: ReturnType<typeof createBoard>;
const say = (message: ServerMessage) => board.apply({ seq: 1, server_time: 0, ...message } as Frame);
const left = () => board.state().sessions.get('s1')?.remaining_ms;

beforeEach(() => {
  now = 0;
  board = createBoard(() => now);
  say({ type: 'connection_established', state: { stations: [station], sessions: [session] } });
});

describe('an action of ours', () => {
  it('shows at once, and the frame that confirms it does not count twice', () => {
    const guess = board.guess('s1', { kind: 'add_time', ms: 15 * MINUTE });
    expect(left()).toBe(75 * MINUTE);
    expect(board.state().sessions.get('s1')?.pending).toBe(true);
    say({ type: 'time_added', added_ms: 15 * MINUTE, session: { ...session, remaining_ms: 75 * MINUTE } });
    expect(left()).toBe(75 * MINUTE);
    guess.confirm();
    expect(left()).toBe(75 * MINUTE);
    expect(board.state().sessions.get('s1')?.pending).toBe(false);
  });

  it('counts once when the answer comes before the frame', () => {
    board.guess('s1', { kind: 'add_time', ms: 15 * MINUTE }).confirm();
    expect(left()).toBe(75 * MINUTE);
    say({ type: 'time_added', added_ms: 15 * MINUTE, session: { ...session, remaining_ms: 75 * MINUTE } });
    expect(left()).toBe(75 * MINUTE);
  });

  it('is undone in plain sight when it is refused', () => {
    board.guess('s1', { kind: 'add_time', ms: 30 * MINUTE }).undo();
    expect(left()).toBe(60 * MINUTE);
    expect(board.state().sessions.get('s1')).toMatchObject({ pending: false, refusals: 1 });
  });

  it('stops the clock where it stands', () => {
    now = 10 * MINUTE;
    board.guess('s1', { kind: 'suspend' });
    expect(board.state().sessions.get('s1')).toMatchObject({ statut: 'suspendue', remaining_ms: 50 * MINUTE });
  });

  it('that ends a session empties its station, and a refusal fills it again', () => {
    const guess = board.guess('s1', { kind: 'terminate' });
    expect(board.state().byStation.has('p1')).toBe(false);
    guess.undo();
    expect(board.state().byStation.has('p1')).toBe(true);
  });

  it('is forgotten by a new snapshot, which knows better', () => {
    const guess = board.guess('s1', { kind: 'add_time', ms: 15 * MINUTE });
    say({
      type: 'connection_established',
      state: { stations: [station], sessions: [{ ...session, remaining_ms: 75 * MINUTE }] },
    });
    guess.confirm();
    expect(left()).toBe(75 * MINUTE);
  });
});

describe('frames', () => {
  it('keep the objects of sessions they do not speak of', () => {
    const other = { ...session, session_id: 's2', station_id: 'p2' };
    say({ type: 'session_started', session: other });
    const before = board.state().sessions.get('s1');
    say({ type: 'warning', session: { ...other, remaining_ms: MINUTE }, threshold_s: 60 });
    expect(board.state().sessions.get('s1')).toBe(before);
  });

  it('take an ended session off its station', () => {
    say({ type: 'session_terminated', reason: 'operateur', session: { ...session, statut: 'terminee' } });
    expect(board.state().byStation.size).toBe(0);
  });

  it('about what was before change nothing', () => {
    say({ type: 'time_added', added_ms: MINUTE, session: { ...session, version: 5, remaining_ms: 61 * MINUTE } });
    say({ type: 'time_update', session: { ...session, version: 4, statut: 'suspendue' } });
    expect(board.state().sessions.get('s1')).toMatchObject({ statut: 'active', remaining_ms: 61 * MINUTE });
    say({
      type: 'session_terminated',
      reason: 'operateur',
      session: { ...session, version: 7, statut: 'terminee' },
    });
    say({ type: 'warning', session: { ...session, version: 6 }, threshold_s: 60 });
    expect(board.state().sessions.has('s1')).toBe(false);
  });

  it('leave the station free while a code still waits for it', () => {
    say({ type: 'time_update', session: { ...session, session_id: 's3', station_id: 'p3', statut: 'en_attente' } });
    expect(board.state().byStation.has('p3')).toBe(false);
    expect(board.state().sessions.has('s3')).toBe(true);
  });
});

describe('a burst of frames', () => {
  it('is drawn once, and what the operator does shows at once', () => {
    const draws: (() => void)[] = [];
    let drawn = 0;
    board = createBoard(
      () => now,
      (draw) => draws.push(draw),
    );
    board.subscribe(() => (drawn += 1));
    say({ type: 'connection_established', state: { stations: [station], sessions: [session] } });
    for (let index = 0; index < 50; index += 1) say({ type: 'station_changed', station: { ...station, last_seen_at: index } });
    expect([draws.length, drawn]).toEqual([1, 0]);
    board.guess('s1', { kind: 'suspend' });
    expect(drawn).toBe(1);
    draws.forEach((draw) => draw());
    expect(drawn).toBe(1);
    expect(board.state().stations.get('p1')?.last_seen_at).toBe(49);
  });
});

describe('the look of a station', () => {
  const live = () => board.state().byStation.get('p1');

  it('tells a link lost during a session from a station that is off', () => {
    expect(lookOf({ ...station, en_ligne: false }, live(), 0).tone).toBe('lost');
    expect(lookOf({ ...station, statut: 'disponible', en_ligne: false }, undefined, 0).tone).toBe('off');
  });

  it('warns when the end is near', () => {
    expect(lookOf(station, live(), 0).tone).toBe('busy');
    expect(lookOf(station, live(), 55 * MINUTE).tone).toBe('soon');
  });
});

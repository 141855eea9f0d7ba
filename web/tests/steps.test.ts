import { describe, expect, it } from 'vitest';
import type { LogEntry, Session, StateChange } from '../src/api/types';
import { timeline } from '../src/modules/sessions/steps';

const session = { validated_at: 20, end_reason: 'operateur', station_name: 'PC-01' } as Session;
const change = (at: number, from_state: string | null, to_state: string, comment: string | null = null) =>
  ({ at, from_state, to_state, comment, by_kind: 'user', by_name: 'accueil' }) as StateChange;
const log = (at: number, action: string, minutes: number) =>
  ({ at, action, actor_name: 'gerant', metadata: { minutes } }) as LogEntry;

describe('the timeline of a session', () => {
  // The server gives the latest first.
  const states = [
    change(90, 'active', 'terminee', 'Fermeture'),
    change(80, 'active', 'active', 'avertissement 300 s'),
    change(60, 'suspendue', 'active'),
    change(50, 'active', 'suspendue'),
    change(20, 'en_attente', 'active'),
    change(10, null, 'en_attente'),
  ];
  const logs = [log(70, 'retrait_temps', -5), log(40, 'ajout_temps', 15), log(10, 'generation_code', 0)];

  it('tells each step once, in the order of what happened', () => {
    expect(timeline(session, states, logs).map(({ kind }) => kind)).toEqual([
      'created',
      'validated',
      'started',
      'added',
      'paused',
      'resumed',
      'taken',
      'warned',
      'ended',
    ]);
  });

  it('says who, how much and why', () => {
    const steps = timeline(session, states, logs);
    expect(steps.find(({ kind }) => kind === 'added')).toMatchObject({ by: 'gerant', minutes: 15 });
    expect(steps.find(({ kind }) => kind === 'taken')).toMatchObject({ minutes: 5 });
    expect(steps.find(({ kind }) => kind === 'warned')).toMatchObject({ left_s: 300 });
    expect(steps.at(-1)).toMatchObject({ by: 'accueil', comment: 'Fermeture', end_reason: 'operateur' });
  });

  it('is there for who may not see the log, too', () => {
    expect(timeline({ ...session, validated_at: null }, states.slice(-2), []).map(({ kind }) => kind)).toEqual([
      'created',
      'started',
    ]);
  });
});

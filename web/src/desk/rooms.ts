import { useMemo, useSyncExternalStore } from 'react';
import type { StationState } from '../api/frames';
import type { Id } from '../api/types';
import { ticker } from '../base/ticker';
import type { Tone } from '../theme';
import { board, useBoard } from './board';
import { lookOf } from './look';

const collator = new Intl.Collator('fr', { numeric: true });

/** In the order people read names: PC-2 before PC-10. */
export function byName(a: { name: string }, b: { name: string }): number {
  return collator.compare(a.name, b.name);
}

/** The order of the last time: most changes are of a state, and comparing names takes longer than all the rest. */
let order: { names: string; ids: Id[] } = { names: '', ids: [] };

function inOrder(stations: ReadonlyMap<Id, StationState>): StationState[] {
  const names = [...stations.values()].map(({ id, name }) => `${id} ${name}`).join('\n');
  if (names !== order.names) order = { names, ids: [...stations.values()].sort(byName).map(({ id }) => id) };
  return order.ids.flatMap((id) => stations.get(id) ?? []);
}

/** The stations of a room, of all rooms when null. */
export function useRoom(zone: string | null): StationState[] {
  const stations = useBoard((state) => state.stations);
  return useMemo(
    () => inOrder(stations).filter((station) => zone === null || station.zone === zone),
    [stations, zone],
  );
}

/** The names of the rooms where stations stand. */
export function useRoomNames(): string[] {
  const stations = useBoard((state) => state.stations);
  return useMemo(() => {
    const names = new Set([...stations.values()].flatMap(({ zone }) => (zone ? [zone] : [])));
    return [...names].sort(collator.compare);
  }, [stations]);
}

/** What each station looks like at this moment. */
export function toneNow(station: StationState): Tone {
  return lookOf(station, board.state().byStation.get(station.id), ticker.now()).tone;
}

/** Those of the stations that look so; all of them when nothing is asked. Sessions grow old: it is looked at each tick. */
export function useLooking(stations: StationState[], tones: ReadonlySet<Tone>): StationState[] {
  const shown = useSyncExternalStore(ticker.subscribe, () =>
    tones.size === 0
      ? null
      : stations
          .filter((station) => tones.has(toneNow(station)))
          .map(({ id }) => id)
          .join(),
  );
  return useMemo(() => {
    if (shown === null) return stations;
    const ids = new Set(shown.split(','));
    return stations.filter(({ id }) => ids.has(id));
  }, [stations, shown]);
}

/** Stations by their room, those in none last. */
export function byRoom(stations: readonly StationState[]): [string | null, StationState[]][] {
  const rooms = new Map<string | null, StationState[]>();
  for (const station of stations) {
    const zone = station.zone ?? null;
    rooms.set(zone, [...(rooms.get(zone) ?? []), station]);
  }
  return [...rooms].sort(([a], [b]) => (a === null ? 1 : b === null ? -1 : collator.compare(a, b)));
}

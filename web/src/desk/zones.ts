import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useDataProvider } from 'react-admin';
import type { StationState } from '../api/frames';
import type { Id, Station } from '../api/types';
import { useBoard } from './board';

const KEY = ['stations', 'zones'];
const EVERY_STATION = 2000;

/** Frames do not carry the room of a station; it changes rarely and is read with the list. */
export function useZones(): ReadonlyMap<Id, string | null> {
  const provider = useDataProvider();
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: KEY,
    staleTime: 300_000,
    queryFn: async () => {
      const { data: rows } = await provider.getList<Station>('stations', {
        pagination: { page: 1, perPage: EVERY_STATION },
        sort: { field: 'name', order: 'ASC' },
        filter: {},
      });
      return new Map(rows.map((station) => [station.id, station.zone]));
    },
  });
  const stations = useBoard((state) => state.stations);
  const missing = data !== undefined && [...stations.keys()].some((id) => !data.has(id));
  useEffect(() => {
    if (missing) void client.invalidateQueries({ queryKey: KEY });
  }, [missing, client]);
  return useMemo(() => data ?? new Map(), [data]);
}

const collator = new Intl.Collator('fr', { numeric: true });

/** The stations of a room (all when null), in the order people read names: PC-2 before PC-10. */
export function useRoom(zones: ReadonlyMap<Id, string | null>, zone: string | null): StationState[] {
  const stations = useBoard((state) => state.stations);
  return useMemo(
    () =>
      [...stations.values()]
        .filter((station) => zone === null || zones.get(station.id) === zone)
        .sort((a, b) => collator.compare(a.name, b.name)),
    [stations, zones, zone],
  );
}

export function zoneNames(zones: ReadonlyMap<Id, string | null>): string[] {
  const names = new Set([...zones.values()].filter((zone): zone is string => Boolean(zone)));
  return [...names].sort(collator.compare);
}

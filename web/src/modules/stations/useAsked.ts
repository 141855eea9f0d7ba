import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { AskedCommand, Id, Page, StationCommand } from '../../api/types';
import { http } from '../../base/http';
import { link } from '../../base/link';
import { COMMANDS } from '../../desk/actions';

const SHOWN = 5;

/** What a station was asked last, and what became of it; followed as it changes. */
export function useAsked(stationId: Id, kind: StationCommand): AskedCommand[] {
  const queries = useQueryClient();
  useEffect(
    () =>
      link.onFrame((frame) => {
        const isNews = frame.type === 'connection_established' || frame.type === 'command_changed';
        const isElsewhere = frame.type === 'command_changed' && frame.station_id !== stationId;
        if (isNews && !isElsewhere) void queries.invalidateQueries({ queryKey: [...COMMANDS, stationId] });
      }),
    [queries, stationId],
  );
  const { data } = useQuery<Page<AskedCommand>>({
    queryKey: [...COMMANDS, stationId, kind],
    queryFn: ({ signal }) =>
      http.get<Page<AskedCommand>>(`/api/postes/${stationId}/commands/`, { kind, page_size: SHOWN }, signal),
  });
  return data?.results ?? [];
}

import { useEffect, useSyncExternalStore } from 'react';
import { useLinkStatus } from '../base/useStatus';
import { ticker } from '../base/ticker';
import { useT } from '../base/i18n';
import { board, useBoard } from '../desk/board';
import { lookOf } from '../desk/look';

/** How many stations are soon over, how many were lost during a session, and how many have a double. */
function tally(): string {
  const { stations, byStation } = board.state();
  let [soon, lost, copied] = [0, 0, 0];
  for (const station of stations.values()) {
    const { tone } = lookOf(station, byStation.get(station.id), ticker.now());
    if (tone === 'soon') soon += 1;
    if (tone === 'lost') lost += 1;
    if (station.mac_copied) copied += 1;
  }
  return `${soon} ${lost} ${copied}`;
}

/** The tab's title says what needs somebody, for whoever works in another one. */
export function useAttention() {
  const t = useT();
  const link = useLinkStatus();
  const calls = useBoard((state) => state.calls.size);
  const [soon = 0, lost = 0, copied = 0] = useSyncExternalStore(ticker.subscribe, tally).split(' ').map(Number);
  useEffect(() => {
    const said = [
      link === 'offline' && t('floor.attention.offline'),
      calls > 0 && t('floor.attention.calls', { smart_count: calls }),
      copied > 0 && t('floor.attention.copied', { smart_count: copied }),
      lost > 0 && t('floor.attention.lost', { smart_count: lost }),
      soon > 0 && t('floor.attention.soon', { smart_count: soon }),
    ].filter(Boolean);
    document.title = [...said, t('app.name')].join(' · ');
  }, [t, link, calls, soon, lost, copied]);
}

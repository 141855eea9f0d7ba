import { useEffect } from 'react';
import { useCan } from '../base/access';
import { useT } from '../base/i18n';
import { useBoard } from '../desk/board';
import { NotificationBell } from './NotificationBell';
import { ring } from './ring';

/** Again and again until somebody answers, without hurry. */
const RING_EVERY_MS = 6_000;

/** Rings while a visitor calls, on every page; leads to the calls on the room plan. */
export function CallBell() {
  const t = useT();
  const can = useCan();
  const count = useBoard((state) => state.calls.size);
  const mine = can('appels:repondre');
  useEffect(() => {
    if (count === 0 || !mine) return;
    ring();
    const timer = setInterval(ring, RING_EVERY_MS);
    return () => clearInterval(timer);
  }, [count, mine]);
  if (count === 0) return null;
  const label = t('calls.open', { smart_count: count });
  return <NotificationBell count={count} label={label} to="/" testId="call-bell" />;
}

import { useStore } from 'react-admin';
import type { Compared, Day } from '../../api/types';

export const PRESETS = ['today', 'week', 'days30', 'month', 'custom'] as const;
export type Preset = (typeof PRESETS)[number];

export interface Chosen {
  preset: Preset;
  from?: Day;
  to?: Day;
}

export interface Span {
  from: Day;
  to: Day;
}

/** The period an operator looks at; it follows them from desk to desk. */
export function useChosenPeriod() {
  return useStore<Chosen>('dashboard.period', { preset: 'week' });
}

/** Which day it is where the clocks are those of `timezone`. */
export function todayIn(timezone: string | undefined, now = Date.now()): Day {
  return new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' }).format(now);
}

export function shifted(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The days of a choice made today. */
export function spanOf({ preset, from, to }: Chosen, today: Day): Span {
  switch (preset) {
    case 'today':
      return { from: today, to: today };
    case 'week':
      return { from: shifted(today, -6), to: today };
    case 'days30':
      return { from: shifted(today, -29), to: today };
    case 'month':
      return { from: `${today.slice(0, 8)}01`, to: today };
    case 'custom':
      return { from: from ?? today, to: to ?? today };
  }
}

/** Whether the days asked for are still going on. */
export function isPartial({ previous }: Compared): boolean {
  return previous.to_at < Date.parse(`${previous.to}T00:00:00Z`) + 86_400_000 - offsetOf(previous);
}

/** How far the agency's clocks are ahead at the beginning of these days. */
function offsetOf({ from, from_at }: { from: Day; from_at: number }): number {
  return Date.parse(`${from}T00:00:00Z`) - from_at;
}

/** Addresses of the lists whose rows make a number. */
interface Instants {
  from_at: number;
  to_at: number;
}

export function rowsOf(list: string, filter: Record<string, unknown>): string {
  return `/${list}?${new URLSearchParams({ filter: JSON.stringify(filter) })}`;
}

export const startedIn = ({ from_at, to_at }: Instants, more = {}) =>
  rowsOf('sessions', { started_from: from_at, started_to: to_at, ...more });

/** Those that held a station for a part of this time. */
export const ranIn = ({ from_at, to_at }: Instants, more = {}) =>
  rowsOf('sessions', { ran_from: from_at, ran_to: to_at, ...more });

export const endedIn = ({ from_at, to_at }: Instants, reasons: readonly string[]) =>
  rowsOf('sessions', { ended_from: from_at, ended_to: to_at, end_reason__in: reasons });

/** How the server names the stations that stand in no room. */
export const roomFilter = (zone: string | null | undefined) => ({ zone: zone ?? '-' });

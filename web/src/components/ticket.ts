import { useSyncExternalStore } from 'react';
import type { Id, Instant, Sale } from '../api/types';

export interface Ticket {
  code: string;
  site: string | null;
  station: string | null;
  visitor: string | null;
  minutes: number;
  validUntil: Instant;
  /** The terms of use that the visitor accepts at the station; French first. */
  terms?: readonly string[];
  /** The tariff's name, and what was paid. */
  tariff?: string | null;
  sale?: Sale | null;
}

/** Codes of this page's life, for a second print; the server keeps only a hash of them. */
const issued = new Map<Id, Ticket>();
let printing: Ticket | null = null;
const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function useIssuedTicket(session: Id): Ticket | undefined {
  return useSyncExternalStore(subscribe, () => issued.get(session));
}

/** The ticket of a session, when its code was issued on this page. */
export const ticketOf = (session: Id): Ticket | undefined => issued.get(session);

/** The one that was issued last. */
export const lastTicket = (): Ticket | undefined => [...issued.values()].at(-1);

export function useTicketOnPaper(): Ticket | null {
  return useSyncExternalStore(subscribe, () => printing);
}

export function rememberTicket(session: Id, ticket: Ticket): void {
  issued.set(session, ticket);
  listeners.forEach((listener) => listener());
}

/** The next operator at this screen has no business with them. */
export function forgetTickets(): void {
  issued.clear();
}

/** Puts the ticket on the printer's page; `TicketPrinter` draws it and opens the print dialog. */
export function printTicket(ticket: Ticket | null): void {
  printing = ticket;
  listeners.forEach((listener) => listener());
}

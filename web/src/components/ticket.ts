import type { Id, Instant } from '../api/types';

export interface Ticket {
  code: string;
  site: string | null;
  station: string | null;
  visitor: string | null;
  minutes: number;
  validUntil: Instant;
}

/** Codes of this page's life, for a second print; the server keeps only a hash of them. */
export const issuedTickets = new Map<Id, Ticket>();

let printing: Ticket | null = null;
const listeners = new Set<() => void>();

export const ticketOnPaper = {
  current: () => printing,
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

/** Puts the ticket on the printer's page; `TicketPrinter` draws it and opens the print dialog. */
export function printTicket(ticket: Ticket | null): void {
  printing = ticket;
  listeners.forEach((listener) => listener());
}

import { type ReactNode, useSyncExternalStore } from 'react';

/** What is to be printed: a slip of 80 mm, or a sheet of A4. */
export interface Paper {
  size: 'slip' | 'sheet';
  content: ReactNode;
}

let printing: Paper | null = null;
const listeners = new Set<() => void>();

export function usePaper(): Paper | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => printing,
  );
}

/** Puts something on the printer's page; `PaperPrinter` draws it and opens the print dialog. */
export function printPaper(paper: Paper | null): void {
  printing = paper;
  listeners.forEach((listener) => listener());
}

import type { Span } from '../../api/types';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;

/** `08:30-12:00, 13:30-18:00`, as people type and read it. */
export function textOf(spans: readonly Span[] | undefined): string {
  return (spans ?? []).map(({ from, to }) => `${from}-${to}`).join(', ');
}

/** A time of day as the server writes it, from `9`, `9h30` or `24:00`; null when it is none. */
export function timeOf(text: string): string | null {
  const padded = /^\d:/.test(text) ? `0${text}` : text;
  const whole = /^\d{1,2}$/.test(text) ? `${text.padStart(2, '0')}:00` : padded.replace('h', ':');
  return TIME.test(whole) ? whole : null;
}

/** What was typed, or null when it is no hours: each span ends after it begins, and before the next. */
export function spansOf(text: string): Span[] | null {
  const spans: Span[] = [];
  for (const part of text.split(',').map((piece) => piece.trim())) {
    if (part === '') continue;
    const [from, to, ...rest] = part.split(/\s*[-–]\s*/).map(timeOf);
    const last = spans.at(-1)?.to ?? '';
    if (!from || !to || rest.length > 0 || from >= to || from < last) return null;
    spans.push({ from, to });
  }
  return spans;
}

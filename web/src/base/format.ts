import { useLocale } from 'react-admin';
import type { Day, Instant } from '../api/types';

const TAGS: Record<string, string> = { fr: 'fr-FR', en: 'en-GB' };

/** Dates and numbers as the operator's language writes them. */
export function formats(locale: string) {
  const tag = TAGS[locale] ?? locale;
  const dateTime = new Intl.DateTimeFormat(tag, { dateStyle: 'short', timeStyle: 'short' });
  const precise = new Intl.DateTimeFormat(tag, { dateStyle: 'short', timeStyle: 'medium' });
  const time = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit' });
  const date = new Intl.DateTimeFormat(tag, { dateStyle: 'short', timeZone: 'UTC' });
  const shortDate = new Intl.DateTimeFormat(tag, { day: '2-digit', month: '2-digit', timeZone: 'UTC' });
  const longDate = new Intl.DateTimeFormat(tag, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  const number = new Intl.NumberFormat(tag);
  const ofDay = (day: Day) => new Date(`${day}T00:00:00Z`);
  return {
    instant: (at: Instant) => dateTime.format(at),
    precise: (at: Instant) => precise.format(at),
    time: (at: Instant) => time.format(at),
    day: (day: Day) => date.format(ofDay(day)),
    shortDay: (day: Day) => shortDate.format(ofDay(day)),
    longDay: (day: Day) => longDate.format(ofDay(day)),
    number: (value: number) => number.format(value),
    /** A size in the unit that fits it. */
    bytes: (bytes: number) => {
      const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
      const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1000))));
      const written = new Intl.NumberFormat(tag, { style: 'unit', unit: units[step], maximumFractionDigits: 1 });
      return written.format(bytes / 1000 ** step);
    },
    /** A time zone in words. */
    zone: (timeZone: string) => {
      const parts = new Intl.DateTimeFormat(tag, { timeZone, timeZoneName: 'longGeneric' }).formatToParts(0);
      return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
    },
    /** An amount in the currency's smallest unit, of which it has as many digits as the currency. */
    money: (minor: number, currency: string) => {
      const written = new Intl.NumberFormat(tag, { style: 'currency', currency });
      return written.format(minor / 10 ** (written.resolvedOptions().maximumFractionDigits ?? 2));
    },
    ago: (at: Instant, now: Instant) => {
      const seconds = Math.round((at - now) / 1000);
      const size = Math.abs(seconds);
      if (size < 60) return relative.format(seconds, 'second');
      if (size < 3600) return relative.format(Math.round(seconds / 60), 'minute');
      if (size < 86_400) return relative.format(Math.round(seconds / 3600), 'hour');
      return relative.format(Math.round(seconds / 86_400), 'day');
    },
  };
}

const known = new Map<string, ReturnType<typeof formats>>();

export function useFormats(): ReturnType<typeof formats> {
  const locale = useLocale();
  const found = known.get(locale) ?? formats(locale);
  known.set(locale, found);
  return found;
}

/** `1 h 30`, `45 min`, `20 s`: the same in both languages. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest ? ` ${String(rest).padStart(2, '0')}` : ''}`;
}

import cronstrue from 'cronstrue';
import 'cronstrue/locales/fr';

/** A cron expression as people say it; the expression itself where that is not known. */
export function inWords(schedule: string, locale: string): string {
  try {
    return cronstrue.toString(schedule, { locale, use24HourTimeFormat: locale === 'fr' });
  } catch {
    return schedule;
  }
}

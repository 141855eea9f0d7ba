import polyglotI18nProvider from 'ra-i18n-polyglot';
import frenchMessages from 'ra-language-french';
import { useTranslate } from 'react-admin';
import { http } from '../http';
import type { Key } from './catalogue';
import { fr } from './fr';

export type { Key } from './catalogue';

export const LOCALES = [
  { locale: 'fr', name: 'Français' },
  { locale: 'en', name: 'English' },
];

const french = merge(frenchMessages, fr);

/** Most desks never ask for it. */
async function english() {
  const [words, own] = await Promise.all([import('ra-language-english'), import('./en')]);
  return merge(words.default, own.en);
}

export const i18nProvider = polyglotI18nProvider(
  (locale) => {
    http.speak(locale);
    document.documentElement.lang = locale;
    return locale === 'en' ? english() : french;
  },
  'fr',
  LOCALES,
  // The two packages of words do not know every key of this version; the key's default text serves then.
  { allowMissing: true },
);

/** `useTranslate`, which refuses keys that are not in the catalogue. */
export function useT(): (key: Key, values?: Record<string, unknown>) => string {
  return useTranslate();
}

function merge<A extends object, B extends object>(words: A, own: B): A & B {
  return { ...words, ...own };
}

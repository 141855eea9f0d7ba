import type { LogEntry } from '../../api/types';
import type { Tone } from '../../theme';

/** Words of an action's code, and the family they put it in; the first that fits wins. */
const FAMILIES: [RegExp, Tone][] = [
  [/erreur|error|refus|echec|failed|denied|bad_|invalid/, 'lost'],
  [/supprim|delete|erase|anonym|annul|cancel|revok|revoc/, 'lost'],
  [/expir|avertiss|warning|termin|fermet|retrait|deconnex/, 'soon'],
  [/suspen|repris|resume/, 'paused'],
  [/creat|creation|created|generation|cree|enrol|inscri|start|demarr|valid/, 'free'],
  [/ajout|added|modif|update|marq|change/, 'busy'],
  [/connex|login|logout|token|password|auth/, 'reserved'],
];

/** Actions of one kind have one colour, whichever module names them. */
export function toneOfAction({ action }: Pick<LogEntry, 'action'>): Tone {
  return FAMILIES.find(([words]) => words.test(action.toLowerCase()))?.[1] ?? 'repair';
}

import { reasonOf } from './problem';

/** What became of one of several: nothing had to be asked of it, it was done, or why not. */
export type Outcome = { state: 'skipped' | 'done' } | { state: 'refused'; reason: string };

/** How many requests are under way at once: a weak link has to carry the rest of the desk, too. */
const AT_ONCE = 4;

/** Asks each, a few at a time; tells of each as soon as it is known. `one` gives false where there is nothing to do. */
export async function askAll<T extends { id: string }>(
  all: readonly T[],
  one: (each: T) => Promise<unknown>,
  tell: (id: string, outcome: Outcome) => void,
): Promise<void> {
  const left = [...all];
  const outcomeOf = async (each: T): Promise<Outcome> => {
    try {
      return { state: (await one(each)) === false ? 'skipped' : 'done' };
    } catch (error) {
      return { state: 'refused', reason: reasonOf(error) };
    }
  };
  const worker = async () => {
    for (let each = left.shift(); each !== undefined; each = left.shift()) tell(each.id, await outcomeOf(each));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

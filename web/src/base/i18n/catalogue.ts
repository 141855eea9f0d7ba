import type { fr } from './fr';

type Widen<T> = { [K in keyof T]: T[K] extends string ? string : Widen<T[K]> };
/** French is the model: English has the same keys, or it does not compile. */
export type Catalogue = Widen<typeof fr>;

type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];
export type Key = Leaves<typeof fr>;

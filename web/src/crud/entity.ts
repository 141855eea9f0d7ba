import type { ReactElement, ReactNode } from 'react';

export type Kind = 'text' | 'long' | 'email' | 'phone' | 'day' | 'instant' | 'yes' | 'number';

/** One attribute of a record, and where people meet it. */
export interface Field<T> {
  source: keyof T & string;
  /** How it is drawn, typed and exported; text when absent. */
  kind?: Kind;
  on: readonly ('list' | 'show' | 'form')[];
  /** The server orders by it. */
  sort?: boolean;
  required?: boolean;
  cell?: (record: T) => ReactNode;
  /** In place of the kind's own input. */
  input?: ReactElement<{ source: string }>;
}

/** A collection as its list of fields: from it come the table, the phone list, the form, the facts and the export. */
export interface Entity<T> {
  name: string;
  fields: readonly Field<T>[];
  /** Which fields name the record on a phone. */
  title: readonly (keyof T & string)[];
  sort: { field: keyof T & string; order: 'ASC' | 'DESC' };
  /** Filters beside the search. */
  filters?: readonly ReactElement[];
}

export function fieldsOn<T>(entity: Entity<T>, place: 'list' | 'show' | 'form'): Field<T>[] {
  return entity.fields.filter((field) => field.on.includes(place));
}

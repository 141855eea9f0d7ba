import { downloadCSV, type RaRecord } from 'react-admin';
import type { Raw } from './excel';
import { type Entity, fieldsOn, type Kind } from './entity';

/** A cell that a spreadsheet would run as a formula is made plain text. */
function safe(value: string): string {
  const plain = /^[=+\-@\t\r]/.test(value) && !/^[+-]?[\d\s.,]+$/.test(value) ? `'${value}` : value;
  return /[";\n\r,]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

export function csvOf(rows: readonly (readonly string[])[], locale: string): string {
  // Excel in French expects semicolons, and a mark to read accents.
  const [mark, separator] = locale === 'fr' ? ['\uFEFF', ';'] : ['', ','];
  return mark + rows.map((row) => row.map(safe).join(separator)).join('\r\n');
}

export const EXPORT_FORMATS = ['csv', 'excel'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What a list becomes as a file. */
export interface Table<T> {
  save: (format: ExportFormat, records: readonly T[]) => Promise<void>;
}

/** What a cell of a spreadsheet holds: numbers stay numbers and instants dates, so that they can be reckoned with. */
export function rawOf(value: unknown, kind: Kind | undefined): Raw {
  if (value === null || value === undefined || value === '') return null;
  if (kind === 'instant') return new Date(Number(value));
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function textOf(raw: Raw): string {
  return raw instanceof Date ? raw.toISOString() : String(raw ?? '');
}

export function tableOf<T extends RaRecord>(
  entity: Entity<T>,
  labelOf: (source: string) => string,
  locale: string,
): Table<T> {
  const fields = [...new Set([...fieldsOn(entity, 'list'), ...fieldsOn(entity, 'show')])];
  const titles = fields.map(({ source }) => labelOf(source));
  const rawsOf = (record: T) => fields.map(({ source, kind }) => rawOf(record[source], kind));
  return {
    save: async (format, records) => {
      const rows = records.map(rawsOf);
      if (format === 'csv') downloadCSV(csvOf([titles, ...rows.map((row) => row.map(textOf))], locale), entity.name);
      else await (await import('./excel')).saveExcel(titles, rows, entity.name);
    },
  };
}

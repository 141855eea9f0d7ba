import { downloadCSV, type Exporter, type RaRecord } from 'react-admin';
import { type Entity, fieldsOn } from './entity';

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

export function exporterOf<T extends RaRecord>(
  entity: Entity<T>,
  labelOf: (source: string) => string,
  locale: string,
): Exporter<T> {
  const fields = [...new Set([...fieldsOn(entity, 'list'), ...fieldsOn(entity, 'show')])];
  return (records) => {
    const text = (record: T, source: keyof T, instant: boolean) => {
      const value: unknown = record[source];
      if (value === null || value === undefined) return '';
      if (instant) return new Date(Number(value)).toISOString();
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
    };
    const rows = records.map((record) => fields.map(({ source, kind }) => text(record, source, kind === 'instant')));
    downloadCSV(csvOf([fields.map(({ source }) => labelOf(source)), ...rows], locale), entity.name);
  };
}

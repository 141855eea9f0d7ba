import Link from '@mui/material/Link';
import type { ReactNode } from 'react';
import { useFormats } from '../base/format';
import { useT } from '../base/i18n';
import type { Field } from './entity';

/** A value as its kind is read. */
export function Cell<T>({ field, record }: { field: Field<T>; record: T }): ReactNode {
  const t = useT();
  const formats = useFormats();
  if (field.cell) return field.cell(record);
  const value: unknown = record[field.source];
  if (value === null || value === undefined || value === '') return '—';
  switch (field.kind) {
    case 'day':
      return formats.day(String(value));
    case 'instant':
      return formats.instant(Number(value));
    case 'yes':
      return t(value ? 'app.yes' : 'app.no');
    case 'number':
      return formats.number(Number(value));
    case 'email':
      return (
        <Link href={`mailto:${String(value)}`} onClick={(event) => event.stopPropagation()}>
          {String(value)}
        </Link>
      );
    case 'phone':
      return spaced(String(value));
    default:
      return String(value);
  }
}

/** As the country writes them: `+262 692 00 10 00`, `+243 817 935 657`. */
function spaced(phone: string): string {
  return phone
    .replace(/^(\+262)(\d{3})(\d{2})(\d{2})(\d{2})$/, '$1 $2 $3 $4 $5')
    .replace(/^(\+243)(\d{3})(\d{3})(\d{3})$/, '$1 $2 $3 $4');
}

import { DateInput, NullableBooleanInput } from 'react-admin';
import type { Visitor } from '../../api/types';
import { useT } from '../../base/i18n';
import type { Entity } from '../../crud/entity';
import { BanChip } from './BanButtons';
import { ConsentChip } from './ConsentChip';

function Age({ visitor }: { visitor: Visitor }) {
  const t = useT();
  return visitor.age === null ? '—' : t('resources.visitors.page.age', { smart_count: visitor.age });
}

export const visitor: Entity<Visitor> = {
  name: 'visitors',
  title: ['first_name', 'last_name'],
  sort: { field: 'last_name', order: 'ASC' },
  filters: [<NullableBooleanInput source="consent" />, <NullableBooleanInput source="banned" />, <DateInput source="birth_date" />, <DateInput source="created_from" />, <DateInput source="created_to" />],
  fields: [
    { source: 'last_name', on: ['list', 'form'], sort: true, required: true },
    { source: 'first_name', on: ['list', 'form'], sort: true, required: true },
    { source: 'phone', kind: 'phone', on: ['list', 'show', 'form'] },
    { source: 'email', kind: 'email', on: ['list', 'show', 'form'] },
    { source: 'birth_date', kind: 'day', on: ['show', 'form'] },
    { source: 'age', on: ['list', 'show'], cell: (row) => <Age visitor={row} /> },
    { source: 'consent', on: ['list', 'show'], cell: (row) => <><ConsentChip visitor={row} /> <BanChip visitor={row} /></> },
    { source: 'consent_at', kind: 'instant', on: ['show'] },
    { source: 'consent_revoked_at', kind: 'instant', on: ['show'] },
    { source: 'ban_reason', on: ['show'] },
    { source: 'notes', kind: 'long', on: ['show', 'form'] },
    { source: 'created_at', kind: 'instant', on: ['list', 'show'], sort: true },
    { source: 'updated_at', kind: 'instant', on: ['show'] },
  ],
};

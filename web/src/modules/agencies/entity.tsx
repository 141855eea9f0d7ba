import { SelectInput } from 'react-admin';
import type { Agency } from '../../api/types';
import type { Entity } from '../../crud/entity';

const COUNTRIES = [
  { id: 'RE', name: 'La Réunion (RE)' },
  { id: 'CD', name: 'RD Congo (CD)' },
];

export const agency: Entity<Agency> = {
  name: 'agencies',
  title: ['name'],
  sort: { field: 'name', order: 'ASC' },
  fields: [
    { source: 'code', on: ['list', 'show', 'form'], sort: true, required: true },
    { source: 'name', on: ['list', 'show', 'form'], sort: true, required: true },
    { source: 'city', on: ['list', 'show', 'form'], required: true },
    {
      source: 'country',
      on: ['list', 'show', 'form'],
      input: <SelectInput source="country" choices={COUNTRIES} />,
    },
    { source: 'province', on: ['list', 'show', 'form'] },
    { source: 'timezone', on: ['list', 'show', 'form'], required: true },
    { source: 'created_at', kind: 'instant', on: ['show'] },
  ],
};

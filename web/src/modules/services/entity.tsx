import type { Service } from '../../api/types';
import type { Entity } from '../../crud/entity';

export const service: Entity<Service> = {
  name: 'services',
  title: ['name'],
  sort: { field: 'name', order: 'ASC' },
  fields: [
    { source: 'code', on: ['list', 'show', 'form'], sort: true, required: true },
    { source: 'name', on: ['list', 'show', 'form'], sort: true, required: true },
    { source: 'users', kind: 'number', on: ['list', 'show'] },
    { source: 'created_at', kind: 'instant', on: ['show'] },
    { source: 'updated_at', kind: 'instant', on: ['show'] },
  ],
};

import { DateInput, NullableBooleanInput, SelectInput } from 'react-admin';
import { Link } from 'react-router-dom';
import { type Batch, type Closing, METHODS, type Sale, type Till } from '../../api/types';
import { useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import type { Entity } from '../../crud/entity';
import { linesOf, Money, SaleChip } from './Money';

const KINDS = ['vente', 'annulation'].map((id) => ({ id, name: `sale_kind.${id}` }));
const METHOD_CHOICES = METHODS.map((id) => ({ id, name: `method.${id}` }));

function MethodName({ sale }: { sale: Sale }) {
  return useT()(`method.${sale.method}`);
}

function SessionOf({ sale }: { sale: Sale }) {
  if (!sale.session_id) return '—';
  return (
    <Link to={`/sessions/${sale.session_id}/show`} onClick={(event) => event.stopPropagation()}>
      …{sale.session_hint}
    </Link>
  );
}

export const sale: Entity<Sale> = {
  name: 'sales',
  title: ['number', 'amount_minor'],
  sort: { field: 'at', order: 'DESC' },
  filters: [
    <SelectInput source="kind" choices={KINDS} />,
    <SelectInput source="method" choices={METHOD_CHOICES} />,
    <NullableBooleanInput source="reversed" />,
    <DateInput source="at_from" />,
    <DateInput source="at_to" />,
  ],
  fields: [
    { source: 'number', on: ['list', 'show'], sort: true, cell: (row) => `n° ${row.number}` },
    { source: 'at', kind: 'instant', on: ['list', 'show'], sort: true },
    { source: 'kind', on: ['list', 'show'], cell: (row) => <SaleChip sale={row} /> },
    { source: 'lines', on: ['list', 'show'], cell: (row) => linesOf(row) },
    { source: 'amount_minor', on: ['list', 'show'], sort: true, cell: (row) => <Money minor={row.amount_minor} currency={row.currency} /> },
    { source: 'method', on: ['list', 'show'], sort: true, cell: (row) => <MethodName sale={row} /> },
    { source: 'reference', on: ['show'] },
    { source: 'visitor_name', on: ['list', 'show'] },
    { source: 'session_id', on: ['show'], cell: (row) => <SessionOf sale={row} /> },
    { source: 'operateur_name', on: ['list', 'show'] },
    { source: 'register', on: ['show'] },
    { source: 'reason', on: ['show'] },
    { source: 'reverses_number', on: ['show'] },
    { source: 'hash', on: ['show'] },
  ],
};

function Floats({ till }: { till: Till }) {
  const formats = useFormats();
  const floats = Object.entries(till.floats);
  return floats.length ? floats.map(([currency, minor]) => formats.money(minor, currency)).join(', ') : '—';
}

export const till: Entity<Till> = {
  name: 'tills',
  title: ['register'],
  sort: { field: 'opened_at', order: 'DESC' },
  filters: [<NullableBooleanInput source="is_open" />],
  fields: [
    { source: 'register', on: ['list', 'show'], sort: true },
    { source: 'operateur_name', on: ['list', 'show'] },
    { source: 'floats', on: ['list', 'show'], cell: (row) => <Floats till={row} /> },
    { source: 'opened_at', kind: 'instant', on: ['list', 'show'], sort: true },
    { source: 'closed_at', kind: 'instant', on: ['list', 'show'], sort: true },
  ],
};

function ClosingKind({ closing }: { closing: Closing }) {
  return useT()(`closing_kind.${closing.kind as 'jour'}`);
}

function Net({ closing }: { closing: Closing }) {
  const formats = useFormats();
  const t = useT();
  const net = new Map<string, number>();
  for (const { currency, sold_minor, reversed_minor } of closing.details.taken) {
    net.set(currency, (net.get(currency) ?? 0) + sold_minor + reversed_minor);
  }
  const ever = Object.entries(closing.details.perpetual ?? {});
  const shown = [...net].map(([currency, minor]) => formats.money(minor, currency)).join(', ') || '—';
  const amount = ever.map(([currency, minor]) => formats.money(minor, currency)).join(', ');
  return amount ? `${shown} (${t('cash.perpetual', { amount })})` : shown;
}

export const closing: Entity<Closing> = {
  name: 'closings',
  title: ['period'],
  sort: { field: 'seq', order: 'DESC' },
  filters: [<SelectInput source="kind" choices={['jour', 'mois', 'annee'].map((id) => ({ id, name: `closing_kind.${id}` }))} />],
  fields: [
    { source: 'period', on: ['list'], sort: true },
    { source: 'kind', on: ['list'], cell: (row) => <ClosingKind closing={row} /> },
    { source: 'details', on: ['list'], cell: (row) => <Net closing={row} /> },
    { source: 'at', kind: 'instant', on: ['list'], sort: true },
    { source: 'hash', on: ['list'], cell: (row) => `${row.hash.slice(0, 16)}…` },
  ],
};

function Paid({ batch }: { batch: Batch }) {
  const t = useT();
  const formats = useFormats();
  return batch.currency && batch.paid_minor ? formats.money(batch.paid_minor, batch.currency) : t('cash.free');
}

export const batch: Entity<Batch> = {
  name: 'batches',
  title: ['label'],
  sort: { field: 'created_at', order: 'DESC' },
  fields: [
    { source: 'label', on: ['list', 'show'], sort: true },
    { source: 'size', kind: 'number', on: ['list', 'show'], sort: true },
    { source: 'unused', kind: 'number', on: ['list', 'show'] },
    { source: 'used', kind: 'number', on: ['list', 'show'] },
    { source: 'minutes', kind: 'number', on: ['list', 'show'] },
    { source: 'tariff_name', on: ['show'] },
    { source: 'paid_minor', on: ['list', 'show'], cell: (row) => <Paid batch={row} /> },
    { source: 'valid_until', kind: 'instant', on: ['list', 'show'], sort: true },
    { source: 'operateur_name', on: ['show'] },
    { source: 'created_at', kind: 'instant', on: ['list', 'show'], sort: true },
    { source: 'revoked_at', kind: 'instant', on: ['show'] },
  ],
};

import { BooleanInput, NumberInput, ReferenceField, ReferenceInput, required, SelectInput, TextField } from 'react-admin';
import type { Tariff } from '../../api/types';
import { useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import type { Entity } from '../../crud/entity';
import { CurrencyInput } from './CurrencyInput';
import { RulesInput } from './RulesInput';
import { RulesList } from './RulesList';

const KINDS = ['duree', 'seances', 'minutes'].map((id) => ({ id, name: `tariff_kind.${id}` }));

function Price({ tariff }: { tariff: Tariff }) {
  const formats = useFormats();
  return formats.money(tariff.price_minor, tariff.currency);
}

function KindName({ tariff }: { tariff: Tariff }) {
  return useT()(`tariff_kind.${tariff.kind}`);
}

function Room({ tariff }: { tariff: Tariff }) {
  const t = useT();
  if (!tariff.zone_id) return t('resources.tariffs.page.all_zones');
  return (
    <ReferenceField source="zone_id" reference="zones" record={tariff} link={false}>
      <TextField source="name" />
    </ReferenceField>
  );
}

export const tariff: Entity<Tariff> = {
  name: 'tariffs',
  title: ['name'],
  sort: { field: 'minutes', order: 'ASC' },
  filters: [<BooleanInput source="is_active" defaultValue />, <BooleanInput source="self_service" defaultValue />],
  fields: [
    { source: 'code', on: ['list', 'show', 'form'], sort: true, required: true },
    { source: 'name', on: ['list', 'show', 'form'], sort: true, required: true },
    {
      source: 'agency_id',
      on: ['show', 'form'],
      cell: (record) => (
        <ReferenceField source="agency_id" reference="agencies" record={record} link={false}>
          <TextField source="name" />
        </ReferenceField>
      ),
      input: (
        <ReferenceInput source="agency_id" reference="agencies">
          <SelectInput optionText="name" />
        </ReferenceInput>
      ),
    },
    {
      source: 'kind',
      on: ['list', 'show', 'form'],
      cell: (record) => <KindName tariff={record} />,
      input: <SelectInput source="kind" choices={KINDS} defaultValue="duree" validate={[required()]} />,
    },
    { source: 'minutes', kind: 'number', on: ['list', 'show', 'form'], sort: true, required: true },
    { source: 'sessions', kind: 'number', on: ['show', 'form'] },
    { source: 'valid_days', kind: 'number', on: ['show', 'form'] },
    {
      source: 'price_minor',
      kind: 'number',
      on: ['list', 'show', 'form'],
      sort: true,
      cell: (record) => <Price tariff={record} />,
      input: (
        <NumberInput
          source="price_minor"
          label="resources.tariffs.fields.price_minor_form"
          min={0}
          validate={[required()]}
        />
      ),
    },
    { source: 'currency', on: ['form'], input: <CurrencyInput source="currency" /> },
    {
      source: 'zone_id',
      on: ['list', 'show', 'form'],
      cell: (record) => <Room tariff={record} />,
      input: (
        <ReferenceInput source="zone_id" reference="zones">
          <SelectInput optionText="name" emptyText="resources.tariffs.page.all_zones" />
        </ReferenceInput>
      ),
    },
    { source: 'rules', on: ['show', 'form'], cell: (record) => <RulesList tariff={record} />, input: <RulesInput source="rules" /> },
    { source: 'self_service', kind: 'yes', on: ['list', 'show', 'form'] },
    { source: 'is_active', kind: 'yes', on: ['list', 'show', 'form'], input: <BooleanInput source="is_active" defaultValue /> },
    { source: 'created_at', kind: 'instant', on: ['show'] },
    { source: 'updated_at', kind: 'instant', on: ['show'] },
  ],
};

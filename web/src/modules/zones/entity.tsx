import { BooleanInput, ReferenceField, ReferenceInput, SelectArrayInput, SelectInput, TextField, TextInput } from 'react-admin';
import { APPLICATIONS, UPDATE_CHANNELS, USB_POLICIES, WEEKDAYS, type Zone } from '../../api/types';
import { useT } from '../../base/i18n';
import type { Entity } from '../../crud/entity';
import { HoursInput } from './HoursInput';
import { textOf } from './hours';

/** The languages that stations speak. */
export const LANGUAGES = ['fr', 'en', 'rcf', 'ln', 'sw'] as const;

const languages = LANGUAGES.map((id) => ({ id, name: `language.${id}` }));
const applications = APPLICATIONS.map((id) => ({ id, name: `application.${id}` }));
const channels = UPDATE_CHANNELS.map((id) => ({ id, name: `update_channel.${id}` }));
const policies = USB_POLICIES.map((id) => ({ id, name: `usb.${id}` }));

function Languages({ codes }: { codes: readonly string[] }) {
  const t = useT();
  return codes
    .map((code) => {
      const known = LANGUAGES.find((language) => language === code);
      return known ? t(`language.${known}`) : code;
    })
    .join(', ');
}

function OpeningHours({ hours }: { hours: Zone['hours'] }) {
  const t = useT();
  if (!hours) return t('hours.always');
  return WEEKDAYS.map((day) => (
    <span key={day} style={{ display: 'block' }}>
      {t(`weekday.${day}`)} : {textOf(hours[day]) || t('hours.closed')}
    </span>
  ));
}

function DesktopFacts({ desktop }: { desktop: Zone['desktop'] }) {
  const t = useT();
  const offered = desktop.applications.map((application) => t(`application.${application}`)).join(', ');
  return [offered, t(`usb.${desktop.usb}`), desktop.home_page, desktop.print_server].filter(Boolean).join(' · ');
}

function Channel({ channel }: { channel: Zone['update_channel'] }) {
  return useT()(`update_channel.${channel}`);
}

export const zone: Entity<Zone> = {
  name: 'zones',
  title: ['name'],
  sort: { field: 'name', order: 'ASC' },
  fields: [
    { source: 'name', on: ['list', 'show', 'form'], sort: true, required: true },
    {
      source: 'agency_id',
      on: ['list', 'show', 'form'],
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
      source: 'hours',
      on: ['show', 'form'],
      cell: ({ hours }) => <OpeningHours hours={hours} />,
      input: <HoursInput source="hours" />,
    },
    {
      source: 'languages',
      on: ['list', 'show', 'form'],
      cell: (record) => <Languages codes={record.languages} />,
      input: <SelectArrayInput source="languages" choices={languages} defaultValue={['fr', 'en']} />,
    },
    {
      source: 'desktop',
      on: ['show', 'form'],
      cell: ({ desktop }) => <DesktopFacts desktop={desktop} />,
      input: (
        <SelectArrayInput
          source="desktop.applications"
          label="resources.zones.fields.applications"
          choices={applications}
          defaultValue={[...APPLICATIONS]}
        />
      ),
    },
    {
      source: 'desktop',
      on: ['form'],
      input: (
        <SelectInput
          key="usb"
          source="desktop.usb"
          label="resources.zones.fields.usb"
          choices={policies}
          defaultValue="off"
        />
      ),
    },
    {
      source: 'desktop',
      on: ['form'],
      input: <TextInput source="desktop.home_page" label="resources.zones.fields.home_page" type="url" />,
    },
    {
      source: 'desktop',
      on: ['form'],
      input: <TextInput source="desktop.print_server" label="resources.zones.fields.print_server" />,
    },
    { source: 'may_leave', kind: 'yes', on: ['show', 'form'], input: <BooleanInput source="may_leave" defaultValue /> },
    { source: 'keeps_time', kind: 'yes', on: ['list', 'show', 'form'] },
    { source: 'grace_s', kind: 'number', on: ['show', 'form'] },
    { source: 'may_call', kind: 'yes', on: ['list', 'show', 'form'], input: <BooleanInput source="may_call" defaultValue /> },
    {
      source: 'desk_outside_hours',
      kind: 'yes',
      on: ['show', 'form'],
      input: <BooleanInput source="desk_outside_hours" defaultValue />,
    },
    {
      source: 'update_channel',
      on: ['show', 'form'],
      cell: ({ update_channel }) => <Channel channel={update_channel} />,
      input: <SelectInput source="update_channel" choices={channels} defaultValue="stable" />,
    },
    { source: 'image_profile', on: ['show', 'form'], input: <TextInput source="image_profile" defaultValue="kiosk" /> },
    {
      source: 'renews_at_night',
      kind: 'yes',
      on: ['show', 'form'],
      input: <BooleanInput source="renews_at_night" defaultValue />,
    },
    { source: 'created_at', kind: 'instant', on: ['show'] },
    { source: 'updated_at', kind: 'instant', on: ['show'] },
  ],
};

import Box from '@mui/material/Box';
import { AutocompleteInput, DateInput, ReferenceInput, SelectInput, TextInput, useTranslate } from 'react-admin';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { LogEntry, LogStats } from '../../api/types';
import { useCan } from '../../base/access';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { ToneChip } from '../../components/ToneChip';
import type { Entity } from '../../crud/entity';
import { toneOfAction } from './family';

export function Action({ entry }: { entry: LogEntry }) {
  return (
    <ToneChip tone={toneOfAction(entry)} className={`action-${entry.action.replace(/\W/g, '_')}`}>
      {entry.action_label}
    </ToneChip>
  );
}

function At({ at }: { at: number }) {
  return useFormats().precise(at);
}

function Author({ entry }: { entry: LogEntry }) {
  const t = useT();
  return entry.actor_name || t(`actor_kind.${entry.actor_kind}`);
}

function SessionOf({ id }: { id: string }) {
  const t = useT();
  return (
    <Box
      component={Link}
      to={`/sessions/${id}/show`}
      onClick={(event) => event.stopPropagation()}
      sx={{ color: 'primary.main', whiteSpace: 'nowrap' }}
    >
      {t('resources.logs.page.see')}
    </Box>
  );
}

function Json({ value }: { value: unknown }) {
  if (value === null || value === undefined) return '—';
  return (
    <Box
      component="pre"
      sx={{
        m: 0,
        p: 1,
        borderRadius: 0.75,
        bgcolor: 'background.default',
        whiteSpace: 'pre-wrap',
        overflowWrap: 'anywhere',
        fontSize: '0.85em',
      }}
    >
      {JSON.stringify(value, null, 2)}
    </Box>
  );
}

/** The actions that occur, from the log itself: the list of what can occur belongs to the server. */
function ActionFilter(props: { source: string; alwaysOn?: boolean }) {
  const translate = useTranslate();
  const { data } = useQuery({
    queryKey: ['logs', 'stats'],
    staleTime: 60_000,
    queryFn: ({ signal }) => http.get<LogStats>('/api/logs/stats/', undefined, signal),
  });
  const choices = Object.keys(data?.by_action ?? {})
    .sort()
    .map((id) => ({ id, name: translate(`log_action.${id}`, { _: id.replaceAll('_', ' ') }) }));
  return <SelectInput {...props} choices={choices} translateChoice={false} />;
}

/** As the server names what a line is about. */
const KINDS = [
  'visitor',
  'station',
  'session',
  'batch',
  'call',
  'user',
  'role',
  'service',
  'auth_session',
  'api_key',
  'agency',
  'zone',
  'tariff',
  'terms',
  'till',
  'sale',
  'parameter',
  'job',
  'enrolment',
  'boot_image',
  'boot_start',
];

const CATEGORIES = [
  'kiosk',
  'accounts',
  'agencies',
  'audit',
  'boot',
  'calls',
  'cash',
  'core',
  'jobs',
  'parameters',
  'places',
  'preferences',
  'sessions',
  'stations',
  'tariffs',
  'terms',
  'visitors',
];

function KindFilter(props: { source: string }) {
  return <SelectInput {...props} choices={KINDS.map((id) => ({ id, name: `entity_kind.${id}` }))} />;
}

/** Who acted: by name for those who may see the accounts. */
function ActorFilter(props: { source: string }) {
  if (!useCan()('comptes:lire')) return <TextInput {...props} />;
  return (
    <ReferenceInput {...props} reference="users" sort={{ field: 'username', order: 'ASC' }}>
      <AutocompleteInput label="resources.logs.fields.actor_id" filterToQuery={(q: string) => ({ q })} />
    </ReferenceInput>
  );
}

export function Kind({ kind }: { kind: string }) {
  return useTranslate()(`entity_kind.${kind}`, { _: kind });
}

function Category({ name }: { name: string }) {
  return useTranslate()(`log_category.${name}`, { _: name });
}

export const log: Entity<LogEntry> = {
  name: 'logs',
  title: ['action'],
  sort: { field: 'seq', order: 'DESC' },
  filters: [
    <ActionFilter source="action" />,
    <SelectInput source="category" choices={CATEGORIES.map((id) => ({ id, name: `log_category.${id}` }))} />,
    <KindFilter source="entity_kind" />,
    <ActorFilter source="actor_id" />,
    <TextInput source="session_id" />,
    <DateInput source="at_from" />,
    <DateInput source="at_to" />,
    <TextInput source="ip" />,
  ],
  fields: [
    { source: 'seq', kind: 'number', on: ['show'] },
    { source: 'at', kind: 'instant', on: ['list', 'show'], cell: ({ at }) => <At at={at} /> },
    { source: 'action', on: ['list', 'show'], cell: (entry) => <Action entry={entry} /> },
    { source: 'category', on: ['show'], cell: ({ category }) => <Category name={category} /> },
    { source: 'actor_name', on: ['list', 'show'], cell: (entry) => <Author entry={entry} /> },
    { source: 'entity_kind', on: ['list', 'show'], cell: ({ entity_kind: kind }) => <Kind kind={kind} /> },
    { source: 'entity_id', on: ['show'] },
    { source: 'session_id', on: ['list', 'show'], cell: ({ session_id: id }) => (id ? <SessionOf id={id} /> : '—') },
    { source: 'ip', on: ['list', 'show'] },
    { source: 'before', on: ['show'], cell: ({ before }) => <Json value={before} /> },
    { source: 'after', on: ['show'], cell: ({ after }) => <Json value={after} /> },
    { source: 'metadata', on: ['show'], cell: ({ metadata }) => <Json value={metadata} /> },
    { source: 'hash', on: ['show'] },
  ],
};

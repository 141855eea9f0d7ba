import Block from '@mui/icons-material/Block';
import HourglassEmpty from '@mui/icons-material/HourglassEmpty';
import Stop from '@mui/icons-material/Stop';
import TimerOff from '@mui/icons-material/TimerOffOutlined';
import Box from '@mui/material/Box';
import type { SvgIconProps } from '@mui/material/SvgIcon';
import type { ComponentType } from 'react';
import {
  AutocompleteInput,
  DateInput,
  NullableBooleanInput,
  ReferenceInput,
  SelectArrayInput,
  TextInput,
} from 'react-admin';
import { Link } from 'react-router-dom';
import { END_REASONS, SESSION_STATUTS, type Session, type SessionStatut } from '../../api/types';
import { duration } from '../../base/format';
import { useT } from '../../base/i18n';
import { ToneChip } from '../../components/ToneChip';
import type { Entity } from '../../crud/entity';
import { InstantFilter } from '../../crud/InstantFilter';
import { toneOfStatut } from '../../desk/look';
import { Remaining } from './Remaining';

const ICONS: Partial<Record<SessionStatut, ComponentType<SvgIconProps>>> = {
  en_attente: HourglassEmpty,
  terminee: Stop,
  expiree: TimerOff,
  annulee: Block,
};

export function SessionStatutChip({ statut }: { statut: SessionStatut }) {
  const t = useT();
  return (
    <ToneChip tone={toneOfStatut(statut)} icon={ICONS[statut]} className={`statut-${statut}`}>
      {t(`session_statut.${statut}`)}
    </ToneChip>
  );
}

function Visitor({ session }: { session: Session }) {
  const t = useT();
  if (!session.visitor_id) return t('desk.anonymous');
  return <InnerLink to={`/visitors/${session.visitor_id}/show`}>{session.visitor_name ?? '—'}</InnerLink>;
}

function Station({ session }: { session: Session }) {
  const t = useT();
  if (!session.station_id) return t('desk.any_station');
  return <InnerLink to={`/stations/${session.station_id}/show`}>{session.station_name ?? '—'}</InnerLink>;
}

function InnerLink({ to, children }: { to: string; children: string }) {
  return (
    <Box component={Link} to={to} onClick={(event) => event.stopPropagation()} sx={{ color: 'primary.main' }}>
      {children}
    </Box>
  );
}

function EndReason({ session }: { session: Session }) {
  const t = useT();
  return session.end_reason ? t(`end_reason.${session.end_reason}`) : '—';
}

function added(session: Session) {
  return session.added_s === 0 ? '—' : `${session.added_s > 0 ? '+' : '−'}${duration(Math.abs(session.added_s))}`;
}

const statuts = SESSION_STATUTS.map((id) => ({ id, name: `session_statut.${id}` }));

const reasons = END_REASONS.map((id) => ({ id, name: `end_reason.${id}` }));

export const session: Entity<Session> = {
  name: 'sessions',
  title: ['visitor_name'],
  sort: { field: 'created_at', order: 'DESC' },
  filters: [
    <SelectArrayInput source="statut__in" choices={statuts} />,
    <ReferenceInput source="station_id" reference="stations" sort={{ field: 'name', order: 'ASC' }} perPage={50}>
      <AutocompleteInput optionText="name" label="resources.sessions.fields.station_id" />
    </ReferenceInput>,
    <ReferenceInput source="visitor_id" reference="visitors" sort={{ field: 'last_name', order: 'ASC' }}>
      <AutocompleteInput label="resources.sessions.fields.visitor_id" />
    </ReferenceInput>,
    <DateInput source="created_from" />,
    <DateInput source="created_to" />,
    <InstantFilter source="started_from" />,
    <InstantFilter source="started_to" />,
    <InstantFilter source="ended_from" />,
    <InstantFilter source="ended_to" />,
    <InstantFilter source="ran_from" />,
    <InstantFilter source="ran_to" />,
    <SelectArrayInput source="end_reason__in" choices={reasons} />,
    <NullableBooleanInput source="is_pass" />,
    <TextInput source="zone" />,
  ],
  fields: [
    { source: 'visitor_name', on: ['list', 'show'], cell: (row) => <Visitor session={row} /> },
    { source: 'station_name', on: ['list', 'show'], cell: (row) => <Station session={row} /> },
    { source: 'statut', on: ['list', 'show'], cell: ({ statut }) => <SessionStatutChip statut={statut} /> },
    { source: 'remaining_s', on: ['list', 'show'], cell: (row) => <Remaining session={row} /> },
    { source: 'granted_s', on: ['list', 'show'], cell: (row) => duration(row.granted_s) },
    { source: 'added_s', on: ['show'], cell: added },
    { source: 'elapsed_s', on: ['show'], cell: (row) => duration(row.elapsed_s) },
    { source: 'operateur_name', on: ['list', 'show'] },
    { source: 'code_hint', on: ['show'], cell: (row) => `…${row.code_hint}` },
    { source: 'created_at', kind: 'instant', on: ['list', 'show'], sort: true },
    { source: 'valid_until', kind: 'instant', on: ['show'] },
    { source: 'validated_at', kind: 'instant', on: ['show'] },
    { source: 'started_at', kind: 'instant', on: ['show'], sort: true },
    { source: 'ends_at', kind: 'instant', on: ['show'] },
    { source: 'ended_at', kind: 'instant', on: ['show'], sort: true },
    { source: 'end_reason', on: ['show'], cell: (row) => <EndReason session={row} /> },
  ],
};

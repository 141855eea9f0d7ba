import AddCircle from '@mui/icons-material/AddCircleOutlined';
import Block from '@mui/icons-material/Block';
import ConfirmationNumber from '@mui/icons-material/ConfirmationNumberOutlined';
import NotificationsNone from '@mui/icons-material/NotificationsNone';
import Pause from '@mui/icons-material/Pause';
import PlayArrow from '@mui/icons-material/PlayArrow';
import Remove from '@mui/icons-material/RemoveCircleOutlined';
import Stop from '@mui/icons-material/Stop';
import TaskAlt from '@mui/icons-material/TaskAlt';
import TimerOff from '@mui/icons-material/TimerOffOutlined';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import type { SvgIconProps } from '@mui/material/SvgIcon';
import Typography from '@mui/material/Typography';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import type { LogEntry, Page, Session, StateChange } from '../../api/types';
import { useCan } from '../../base/access';
import { duration, useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { useBoard } from '../../desk/board';
import { type Step, type StepKind, timeline } from './steps';

const SHAPES: Record<StepKind, ComponentType<SvgIconProps>> = {
  created: ConfirmationNumber,
  validated: TaskAlt,
  started: PlayArrow,
  paused: Pause,
  resumed: PlayArrow,
  added: AddCircle,
  taken: Remove,
  warned: NotificationsNone,
  ended: Stop,
  expired: TimerOff,
  cancelled: Block,
};
const LONGEST = 200;

/** What happened to a session, the first first: when, who, why. */
export function Timeline({ session }: { session: Session }) {
  const t = useT();
  const can = useCan();
  const live = useBoard((state) => state.sessions.get(session.id));
  // A frame about it means that something was added.
  const stamp = `${session.version} ${live?.statut} ${live?.granted_ms} ${live?.pending}`;
  const ask = <T,>(name: string, path: string, query: object, enabled: boolean) => ({
    queryKey: ['sessions', 'timeline', name, session.id, stamp],
    enabled,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }: { signal: AbortSignal }) => http.get<Page<T>>(path, { ...query, page_size: LONGEST }, signal),
  });
  const states = useQuery(ask<StateChange>('states', `/api/sessions/${session.id}/historique/`, {}, true));
  const logs = useQuery(ask<LogEntry>('logs', '/api/logs/by_session/', { session: session.id }, can('journal:lire')));
  const steps = timeline(session, states.data?.results ?? [], logs.data?.results ?? []);
  return (
    <Card sx={{ p: 2.5 }} data-testid="timeline">
      <Typography variant="h6" component="h2" sx={{ mb: 1 }}>
        {t('floor.timeline.title')}
      </Typography>
      {steps.length === 0 && <Typography color="textSecondary">{t('floor.timeline.empty')}</Typography>}
      <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {steps.map((step, index) => (
          <Row key={`${step.kind} ${step.at} ${index}`} step={step} last={index === steps.length - 1} />
        ))}
      </Box>
    </Card>
  );
}

function Row({ step, last }: { step: Step; last: boolean }) {
  const t = useT();
  const formats = useFormats();
  const Shape = SHAPES[step.kind];
  const values = { minutes: step.minutes, left: duration(step.left_s ?? 0) };
  const why = step.end_reason ? t(`end_reason.${step.end_reason}`) : undefined;
  const who = step.by ?? t('floor.timeline.system');
  return (
    <Box component="li" data-step={step.kind} sx={{ display: 'grid', gridTemplateColumns: '24px minmax(0, 1fr)', columnGap: 1.25 }}>
      <Box sx={{ display: 'grid', gridTemplateRows: 'auto 1fr', justifyItems: 'center' }}>
        <Shape aria-hidden sx={{ fontSize: 20, color: 'primary.main' }} />
        {!last && <Box sx={{ width: '1px', bgcolor: 'divider', minHeight: 12 }} />}
      </Box>
      <Box sx={{ pb: 1.5, minWidth: 0 }}>
        <Typography sx={{ fontWeight: 600 }}>{t(`floor.timeline.${step.kind}`, values)}</Typography>
        <Typography variant="body2" color="textSecondary">
          {[formats.precise(step.at), t('floor.timeline.by', { name: who }), why, step.comment].filter(Boolean).join(' · ')}
        </Typography>
      </Box>
    </Box>
  );
}

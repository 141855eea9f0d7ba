import CheckCircle from '@mui/icons-material/CheckCircleOutlined';
import Report from '@mui/icons-material/ReportOutlined';
import WarningAmber from '@mui/icons-material/WarningAmber';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Skeleton from '@mui/material/Skeleton';
import type { SvgIconProps } from '@mui/material/SvgIcon';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import type { ComponentType, ReactNode } from 'react';
import { Title } from 'react-admin';
import { Link } from 'react-router-dom';
import type { SystemHealth, Verdict } from '../../api/types';
import { useCan } from '../../base/access';
import { duration, useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { ToneChip } from '../../components/ToneChip';
import type { Tone } from '../../theme';

const LOOK_EVERY_MS = 10_000;

/** A verdict is told three times: by its colour, its shape and its word. */
const LOOKS: Record<Verdict, { tone: Tone; icon: ComponentType<SvgIconProps> }> = {
  ok: { tone: 'free', icon: CheckCircle },
  warning: { tone: 'soon', icon: WarningAmber },
  critical: { tone: 'lost', icon: Report },
};

function VerdictChip({ verdict, testId }: { verdict: Verdict; testId?: string }) {
  const t = useT();
  const { tone, icon } = LOOKS[verdict];
  return (
    <ToneChip tone={tone} icon={icon} testId={testId}>
      {t(`system.verdict.${verdict}`)}
    </ToneChip>
  );
}

/** How the server is, part by part; it looks again by itself. */
export default function SystemPage() {
  const t = useT();
  const formats = useFormats();
  const { data, error, dataUpdatedAt } = useQuery({
    queryKey: ['system'],
    refetchInterval: LOOK_EVERY_MS,
    queryFn: ({ signal }) => http.get<SystemHealth>('/api/core/sante/', undefined, signal),
  });
  return (
    <>
      <Title title={t('system.title')} />
      {error && (
        <Alert severity="error" sx={{ mb: 2 }}>
          {t('app.failed', { reason: reasonOf(error) })}
        </Alert>
      )}
      {!data && !error && <Skeleton variant="rounded" height={120} />}
      {data && (
        <>
          <Card sx={{ p: { xs: 1.75, sm: 2.25 }, mb: 2, display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 2, rowGap: 1 }}>
            <Typography variant="h6" component="h2">
              {t(`system.whole.${data.status}`)}
            </Typography>
            <VerdictChip verdict={data.status} testId="system-verdict" />
            <Typography color="textSecondary" sx={{ ml: { sm: 'auto' } }}>
              {t('system.looked', { time: formats.precise(dataUpdatedAt) })}
            </Typography>
            <Typography sx={{ flexBasis: '100%' }} color="textSecondary">
              {t('system.running', { version: data.version, since: formats.instant(data.started_at), time: duration(data.uptime_s) })}
            </Typography>
          </Card>
          <Parts health={data} />
        </>
      )}
    </>
  );
}

function Parts({ health }: { health: SystemHealth }) {
  const t = useT();
  const formats = useFormats();
  const can = useCan();
  const { database, writes, disk, memory, mail, jobs, sockets, audit, clock } = health;
  const ms = (value: number) => `${formats.number(value)} ms`;
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(2, minmax(0, 1fr))', lg: 'repeat(3, minmax(0, 1fr))' } }}>
      <Part name="database" verdict={database.status}>
        <Fact name={t('system.kind')}>{database.kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'}</Fact>
        <Fact name={t('system.size')}>{formats.bytes(database.size_bytes)}</Fact>
        <Fact name={t('system.latency')}>{ms(database.latency_ms)}</Fact>
        <Fact name={t('system.migrations')}>
          {database.pending_migrations === 0 ? t('system.up_to_date') : formats.number(database.pending_migrations)}
        </Fact>
      </Part>
      <Part name="writes" verdict={writes.status}>
        <Fact name={t('system.wait')}>{ms(writes.wait_ms)}</Fact>
        <Fact name={t('system.waiting')}>{formats.number(writes.waiting)}</Fact>
        {database.kind === 'sqlite' && (
          <Fact name={t('system.grouped')}>
            {t('system.of_commits', { changes: formats.number(writes.changes), commits: formats.number(writes.commits) })}
          </Fact>
        )}
      </Part>
      <Part name="disk" verdict={disk.status}>
        <Room name={t('system.free')} room={disk} />
      </Part>
      <Part name="memory" verdict={memory.status}>
        <Room name={t('system.free')} room={memory} />
        {typeof memory.own_bytes === 'number' && <Fact name={t('system.own')}>{formats.bytes(memory.own_bytes)}</Fact>}
      </Part>
      <Part name="mail" verdict={mail.status}>
        {mail.enabled ? (
          <>
            <Fact name={t('system.queued')}>{formats.number(mail.queued)}</Fact>
            {typeof mail.oldest_at === 'number' && <Fact name={t('system.oldest')}>{formats.instant(mail.oldest_at)}</Fact>}
            <Fact name={t('system.given_up')}>{formats.number(mail.failed)}</Fact>
          </>
        ) : (
          <Fact name={t('system.no_mail')}>—</Fact>
        )}
      </Part>
      <Part name="sockets" verdict={sockets.status}>
        <Fact name={t('system.open')}>
          {t('system.of', { part: formats.number(sockets.open), whole: formats.number(sockets.most) })}
        </Fact>
      </Part>
      <Part name="audit" verdict={audit.status}>
        <Fact name={t('system.lines')}>{formats.number(audit.last_seq)}</Fact>
        <Fact name={t('system.chain')}>
          {t(audit.is_sound ? 'system.sound' : 'system.broken', { count: formats.number(audit.checked) })}
        </Fact>
      </Part>
      <Part name="clock" verdict={clock.status}>
        <Fact name={t('system.now')}>{formats.precise(clock.now)}</Fact>
        <Fact name={t('system.drift')}>{ms(clock.drift_ms)}</Fact>
        <Fact name={t('system.zone')}>{clock.timezone}</Fact>
      </Part>
      <Part name="jobs" verdict={jobs.status} to={can('taches:lire') ? '/jobs' : undefined}>
        <Fact name={t('system.failed_jobs')}>{formats.number(jobs.failed)}</Fact>
        <Fact name={t('system.late_jobs')}>{formats.number(jobs.late)}</Fact>
        {jobs.jobs
          .filter((job) => job.enabled)
          .map((job) => (
            <Fact key={job.name} name={job.title}>
              {typeof job.last_run_at === 'number' ? formats.ago(job.last_run_at, clock.now) : t('jobs.never')}
              {job.last_result === 'error' && ` · ${t('jobs.error')}`}
            </Fact>
          ))}
      </Part>
    </Box>
  );
}

type PartName = 'database' | 'writes' | 'disk' | 'memory' | 'mail' | 'sockets' | 'audit' | 'clock' | 'jobs';

function Part({ name, verdict, to, children }: { name: PartName; verdict: Verdict; to?: string; children: ReactNode }) {
  const t = useT();
  const title = t(`system.part.${name}`);
  return (
    <Card component="section" aria-label={title} data-testid={`part-${name}`} sx={{ p: { xs: 1.75, sm: 2.25 }, minWidth: 0 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mb: 1 }}>
        <Typography variant="subtitle2" component="h3" sx={{ flex: 1, fontSize: '0.98rem' }}>
          {to ? (
            <Box component={Link} to={to} sx={{ color: 'primary.main' }}>
              {title}
            </Box>
          ) : (
            title
          )}
        </Typography>
        <VerdictChip verdict={verdict} />
      </Box>
      <Box component="dl" sx={{ m: 0, fontVariantNumeric: 'tabular-nums' }}>
        {children}
      </Box>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, py: 0.5 }}>
      <Typography component="dt" color="textSecondary" sx={{ flex: '1 1 auto', overflowWrap: 'anywhere' }}>
        {name}
      </Typography>
      <Typography component="dd" sx={{ m: 0, fontWeight: 600, textAlign: 'right' }}>
        {children}
      </Typography>
    </Box>
  );
}

/** What is left, in numbers; and as a bar of what is taken. */
function Room({ name, room }: { name: string; room: SystemHealth['disk'] }) {
  const t = useT();
  const formats = useFormats();
  const taken = room.total_bytes > 0 ? ((room.total_bytes - room.free_bytes) / room.total_bytes) * 100 : 0;
  return (
    <Fact name={name}>
      {t('system.of', { part: formats.bytes(room.free_bytes), whole: formats.bytes(room.total_bytes) })}
      <Box aria-hidden sx={{ mt: 0.75, height: 7, borderRadius: 4, bgcolor: 'action.hover' }}>
        <Box sx={{ height: 1, width: `${taken}%`, borderRadius: 4, bgcolor: (theme) => theme.palette.tone[LOOKS[room.status].tone] }} />
      </Box>
    </Fact>
  );
}

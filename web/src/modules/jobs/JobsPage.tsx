import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import Card from '@mui/material/Card';
import Collapse from '@mui/material/Collapse';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { Title, useLocale } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import type { Job, Page } from '../../api/types';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { ToneChip } from '../../components/ToneChip';
import { JobHistory } from './JobHistory';
import { inWords } from './schedule';

const LOOK_EVERY_MS = 10_000;
const COLUMNS = { xs: 'minmax(0, 1fr)', md: 'minmax(0, 3fr) minmax(0, 1.4fr) minmax(0, 1.6fr) minmax(0, 1.6fr) 130px' };

export default function JobsPage() {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const open = params.get('job');
  const { data } = useQuery({
    queryKey: ['jobs'],
    refetchInterval: LOOK_EVERY_MS,
    queryFn: ({ signal }) => http.get<Job[] | Page<Job>>('/api/core/jobs/', undefined, signal),
  });
  const jobs = Array.isArray(data) ? data : (data?.results ?? []);
  return (
    <>
      <Title title={t('menu.jobs')} />
      <Card data-testid="jobs">
        <Box
          aria-hidden
          sx={{
            display: { xs: 'none', md: 'grid' },
            gridTemplateColumns: COLUMNS,
            gap: 2,
            px: 2,
            py: 1.25,
            fontWeight: 650,
            color: 'text.secondary',
          }}
        >
          <span>{t('jobs.name')}</span>
          <span>{t('jobs.schedule')}</span>
          <span>{t('jobs.last_run')}</span>
          <span>{t('jobs.next_run')}</span>
          <span>{t('jobs.result')}</span>
        </Box>
        {jobs.map((job) => (
          <JobRow
            key={job.name}
            job={job}
            open={open === job.name}
            onToggle={() => setParams(open === job.name ? {} : { job: job.name }, { replace: true })}
          />
        ))}
      </Card>
    </>
  );
}

function JobRow({ job, open, onToggle }: { job: Job; open: boolean; onToggle: () => void }) {
  const t = useT();
  const formats = useFormats();
  const locale = useLocale();
  const now = Date.now();
  return (
    <Box sx={{ borderTop: 1, borderColor: 'divider' }} data-testid={`job-${job.name}`}>
      <ButtonBase
        onClick={onToggle}
        aria-expanded={open}
        sx={{
          width: 1,
          display: 'grid',
          gridTemplateColumns: COLUMNS,
          gap: { xs: 0.5, md: 2 },
          px: 2,
          py: 1.25,
          textAlign: 'left',
          alignItems: 'center',
          font: 'inherit',
          '&:hover': { bgcolor: 'action.hover' },
        }}
      >
        <Box sx={{ minWidth: 0 }}>
          <Typography sx={{ fontWeight: 650, overflowWrap: 'anywhere' }}>{job.title}</Typography>
          <Typography variant="body2" color="textSecondary">
            {job.description}
          </Typography>
          <Box component="code" sx={{ fontSize: '0.78rem', color: 'text.secondary', overflowWrap: 'anywhere' }}>
            {job.name} · {job.schedule}
          </Box>
        </Box>
        <Typography variant="body2">
          <Caption>{t('jobs.schedule')}</Caption>
          {inWords(job.schedule, locale)}
        </Typography>
        <Typography variant="body2" title={job.last_run_at ? formats.precise(job.last_run_at) : undefined}>
          <Caption>{t('jobs.last_run')}</Caption>
          {job.last_run_at ? formats.ago(job.last_run_at, now) : t('jobs.never')}
          {job.last_duration_ms !== null && ` · ${job.last_duration_ms} ms`}
        </Typography>
        <Typography variant="body2" title={job.next_run_at ? formats.precise(job.next_run_at) : undefined}>
          <Caption>{t('jobs.next_run')}</Caption>
          {job.next_run_at ? formats.ago(job.next_run_at, now) : '—'}
        </Typography>
        <Box>
          <Result job={job} />
        </Box>
      </ButtonBase>
      <Collapse in={open} unmountOnExit>
        <JobHistory job={job} />
      </Collapse>
    </Box>
  );
}

/** The column's title, where there are no columns. */
function Caption({ children }: { children: string }) {
  return (
    <Box component="span" sx={{ display: { md: 'none' }, color: 'text.secondary' }}>
      {children} ·{' '}
    </Box>
  );
}

function Result({ job }: { job: Job }) {
  const t = useT();
  if (!job.enabled) return <ToneChip tone="off">{t('jobs.disabled')}</ToneChip>;
  if (job.last_result === null) return '—';
  return <ToneChip tone={job.last_result === 'ok' ? 'free' : 'lost'}>{t(`jobs.${job.last_result}`)}</ToneChip>;
}

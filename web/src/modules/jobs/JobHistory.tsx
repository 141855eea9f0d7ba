import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import type { Job, JobRun, Page } from '../../api/types';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { RunJob } from './RunJob';

export function JobHistory({ job }: { job: Job }) {
  const t = useT();
  const formats = useFormats();
  const { data } = useQuery({
    queryKey: ['jobs', job.name, job.runs],
    queryFn: ({ signal }) =>
      http.get<JobRun[] | Page<JobRun>>(`/api/core/jobs/${encodeURIComponent(job.name)}/runs/`, undefined, signal),
  });
  const runs = Array.isArray(data) ? data : (data?.results ?? []);
  return (
    <Box role="region" tabIndex={0} aria-label={t('jobs.history')} sx={{ px: 2, pb: 2, overflowX: 'auto' }}>
      <RunJob name={job.name} title={job.title} />
      {job.last_error && (
        <Alert severity="error" sx={{ mb: 1 }}>
          {job.last_error}
        </Alert>
      )}
      {data && runs.length === 0 && <Typography color="textSecondary">{t('jobs.no_history')}</Typography>}
      {runs.length > 0 && (
        <Table size="small" aria-label={t('jobs.history')}>
          <TableHead>
            <TableRow>
              <TableCell>{t('jobs.started')}</TableCell>
              <TableCell>{t('jobs.state')}</TableCell>
              <TableCell align="right">{t('jobs.took')}</TableCell>
              <TableCell align="right">{t('jobs.attempts')}</TableCell>
              <TableCell>{t('jobs.outcome')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {runs.map((run) => (
              <TableRow key={run.id}>
                <TableCell>{formats.precise(run.started_at ?? run.queued_at)}</TableCell>
                <TableCell>{run.state}</TableCell>
                <TableCell align="right">
                  {run.started_at && run.ended_at ? `${run.ended_at - run.started_at} ms` : '—'}
                </TableCell>
                <TableCell align="right">{run.attempts}</TableCell>
                <TableCell sx={{ overflowWrap: 'anywhere' }}>
                  {run.error ?? JSON.stringify(run.result) ?? '—'}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Box>
  );
}

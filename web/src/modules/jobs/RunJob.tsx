import PlayArrow from '@mui/icons-material/PlayArrow';
import Button from '@mui/material/Button';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Confirm, useNotify } from 'react-admin';
import type { JobRun } from '../../api/types';
import { useCan } from '../../base/access';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';

interface RunJobProps {
  name: string;
  label?: string;
  icon?: ReactNode;
  testId?: string;
}

/** Runs a planned job now, whatever its schedule says. */
export function RunJob({ name, label, icon = <PlayArrow />, testId }: RunJobProps) {
  const t = useT();
  const can = useCan();
  const notify = useNotify();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const run = async () => {
    setAsking(false);
    try {
      await http.post<JobRun>(`/api/core/jobs/${encodeURIComponent(name)}/run/`);
      notify(t('jobs.queued', { name }), { type: 'success' });
      void client.invalidateQueries({ queryKey: ['jobs'] });
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    }
  };
  if (!can('taches:lancer')) return null;
  return (
    <>
      <Button size="small" startIcon={icon} onClick={() => setAsking(true)} data-testid={testId ?? `run-${name}`}>
        {label ?? t('jobs.run')}
      </Button>
      <Confirm
        isOpen={asking}
        title={t('jobs.run_title', { name })}
        content={t('jobs.run_text')}
        confirm={t('jobs.run')}
        onConfirm={() => void run()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

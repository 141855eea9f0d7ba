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
  /** What people call it. */
  title: string;
  label?: string;
  icon?: ReactNode;
  testId?: string;
  /** What it would do, beside that it starts at once. */
  children?: ReactNode;
}

/** Runs a planned job now, whatever its schedule says. */
export function RunJob({ name, title, label, icon = <PlayArrow />, testId, children }: RunJobProps) {
  const t = useT();
  const can = useCan();
  const notify = useNotify();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const run = async () => {
    setAsking(false);
    try {
      await http.post<JobRun>(`/api/core/jobs/${encodeURIComponent(name)}/run/`);
      notify(t('jobs.queued', { name: title }), { type: 'success' });
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
        title={t('jobs.run_title', { name: title })}
        content={
          <>
            {asking && children}
            {t('jobs.run_text')}
          </>
        }
        confirm={t('jobs.run')}
        onConfirm={() => void run()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

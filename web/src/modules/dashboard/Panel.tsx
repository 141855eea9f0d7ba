import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';

interface PanelProps {
  name: string;
  title: string;
  /** What exactly is counted. */
  help?: string;
  tools?: ReactNode;
  error?: unknown;
  ready: boolean;
  children: ReactNode;
}

/** A widget's frame: its name, how it counts, and what it shows once that is there. */
export function Panel({ name, title, help, tools, error, ready, children }: PanelProps) {
  const t = useT();
  return (
    <Card
      component="section"
      aria-label={title}
      data-testid={`widget-${name}`}
      sx={{ p: { xs: 1.75, sm: 2.25 }, minWidth: 0, height: 1, breakInside: 'avoid', display: 'flex', flexDirection: 'column' }}
    >
      <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 1, mb: 1.5 }}>
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Typography variant="subtitle2" component="h2" sx={{ fontSize: '0.98rem' }}>
            {title}
          </Typography>
          {help && (
            <Typography variant="body2" color="textSecondary" sx={{ mt: 0.25, maxWidth: '78ch' }}>
              {help}
            </Typography>
          )}
        </Box>
        {tools}
      </Box>
      {error ? (
        <Typography color="error" role="alert">
          {t('dashboard.failed', { reason: reasonOf(error) })}
        </Typography>
      ) : ready ? (
        children
      ) : (
        <Skeleton variant="rounded" height={170} />
      )}
    </Card>
  );
}

import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { lazy, Suspense, useState } from 'react';
import { Title } from 'react-admin';
import { useT } from '../../base/i18n';
import { HourDialog } from './HourDialog';
import { PeriodBar } from './PeriodBar';
import { useWidgets, WIDGET } from './widgets';

const Arrange = lazy(() => import('./Arrange'));

/** What went on, as each operator wants to see it. */
export default function DashboardPage() {
  const t = useT();
  const { shown } = useWidgets();
  const [arranging, setArranging] = useState(false);
  return (
    <>
      <Title title={t('menu.dashboard')} />
      <PeriodBar onArrange={() => setArranging(true)} />
      {shown.length === 0 && <Typography color="textSecondary">{t('dashboard.nothing')}</Typography>}
      <Box
        data-testid="widgets"
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'repeat(2, minmax(0, 1fr))' },
          gridAutoFlow: 'row dense',
        }}
      >
        {shown.map((name) => {
          const { show: Show, wide } = WIDGET[name];
          return (
            <Box key={name} sx={{ gridColumn: wide ? '1 / -1' : undefined, minWidth: 0 }}>
              <Show />
            </Box>
          );
        })}
      </Box>
      <HourDialog />
      <Suspense>{arranging && <Arrange onClose={() => setArranging(false)} />}</Suspense>
    </>
  );
}

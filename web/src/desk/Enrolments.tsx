import AddToQueue from '@mui/icons-material/AddToQueue';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { lazy, Suspense, useState } from 'react';
import { useT } from '../base/i18n';
import { useEnrolments } from './useEnrolments';

const EnrolmentsDialog = lazy(() => import('./EnrolmentsDialog'));

export function EnrolmentBanner() {
  const t = useT();
  const requests = useEnrolments();
  const [open, setOpen] = useState(false);
  if (requests.length === 0) return null;
  return (
    <>
      <Alert
        severity="info"
        variant="outlined"
        icon={<AddToQueue fontSize="small" />}
        data-testid="enrolment-banner"
        sx={{ mb: 1.5, py: 0, alignItems: 'center', bgcolor: 'background.paper' }}
        action={
          <Button size="small" color="inherit" onClick={() => setOpen(true)} data-testid="review-enrolments">
            {t('desk.enrolments.review')}
          </Button>
        }
      >
        {t('desk.enrolments.banner', { smart_count: requests.length })}
      </Alert>
      <Suspense>{open && <EnrolmentsDialog requests={requests} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}

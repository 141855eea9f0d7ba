import AddToQueue from '@mui/icons-material/AddToQueue';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { EnrolmentRequest, Page } from '../api/types';
import { useCan } from '../base/access';
import { http } from '../base/http';
import { useT } from '../base/i18n';

const EnrolmentsDialog = lazy(() => import('./EnrolmentsDialog'));

const KEY = ['stations', 'enrolments'];
export const PATH = '/api/postes/enrolments/';
/** No frame tells of a request: a station that waits is looked for at this pace. */
const LOOK_EVERY_MS = 15_000;

function useEnrolments(): EnrolmentRequest[] {
  const can = useCan();
  const { data } = useQuery({
    queryKey: KEY,
    enabled: can('postes:approuver'),
    refetchInterval: LOOK_EVERY_MS,
    queryFn: ({ signal }) => http.get<EnrolmentRequest[] | Page<EnrolmentRequest>>(PATH, undefined, signal),
  });
  return Array.isArray(data) ? data : (data?.results ?? []);
}

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

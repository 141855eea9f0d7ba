import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useGetList, useNotify } from 'react-admin';
import type { EnrolmentRequest, Station } from '../api/types';
import { useFormats } from '../base/format';
import { http } from '../base/http';
import { useT } from '../base/i18n';
import { reasonOf } from '../base/problem';
import { ENROLMENTS } from './useEnrolments';

interface EnrolmentsDialogProps {
  requests: EnrolmentRequest[];
  onClose: () => void;
}

/** The machines that ask to become stations, each with what tells it from an impostor. */
export default function EnrolmentsDialog({ requests, onClose }: EnrolmentsDialogProps) {
  const t = useT();
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="enrolments-title">
      <DialogTitle id="enrolments-title">{t('desk.enrolments.title')}</DialogTitle>
      <DialogContent>
        <Typography color="textSecondary" sx={{ mb: 1 }}>
          {t('desk.enrolments.explain')}
        </Typography>
        {requests.map((request) => (
          <RequestRow key={request.id} request={request} />
        ))}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('app.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}

function RequestRow({ request }: { request: EnrolmentRequest }) {
  const t = useT();
  const formats = useFormats();
  const notify = useNotify();
  const client = useQueryClient();
  const [into, setInto] = useState('');
  const [busy, setBusy] = useState(false);
  const { data: stations = [] } = useGetList<Station>('stations', {
    pagination: { page: 1, perPage: 200 },
    sort: { field: 'name', order: 'ASC' },
  });
  const settle = async (call: () => Promise<unknown>, done: string) => {
    setBusy(true);
    try {
      await call();
      notify(done, { type: 'success' });
      await client.invalidateQueries({ queryKey: ['stations'] });
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    } finally {
      setBusy(false);
    }
  };
  const { name } = request;
  return (
    <Box sx={{ py: 1.5, borderTop: 1, borderColor: 'divider' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'baseline' }}>
        <Typography sx={{ fontWeight: 700 }}>{name}</Typography>
        {request.origin === 'libki' ? (
          <Chip size="small" variant="outlined" label={t('station_origin.libki')} data-testid="origin" />
        ) : (
          <Typography
            aria-label={t('desk.enrolments.fingerprint')}
            data-testid="fingerprint"
            sx={{ fontFamily: 'monospace', fontSize: '1.4rem', fontWeight: 700, letterSpacing: '0.08em' }}
          >
            {request.fingerprint.replace(/(.{4})(?=.)/g, '$1 ')}
          </Typography>
        )}
      </Box>
      {request.origin === 'libki' && <Typography variant="body2">{t('desk.enrolments.libki')}</Typography>}
      <Typography variant="body2" color="textSecondary">
        {[request.ip, request.mac, t('desk.enrolments.asked', { ago: formats.ago(request.requested_at, Date.now()) })]
          .filter(Boolean)
          .join(' · ')}
      </Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', mt: 1 }}>
        <TextField
          select
          label={t('desk.enrolments.into')}
          value={into}
          onChange={(event) => setInto(event.target.value)}
          sx={{ minWidth: 220, flex: 1, m: 0 }}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
        >
          <MenuItem value="">{t('desk.enrolments.new_station', { name })}</MenuItem>
          {stations.map((station) => (
            <MenuItem key={station.id} value={station.id}>
              {station.name}
            </MenuItem>
          ))}
        </TextField>
        <Button
          color="error"
          disabled={busy}
          onClick={() =>
            void settle(() => http.post(`${ENROLMENTS}${request.id}/reject/`), t('desk.enrolments.rejected', { name }))
          }
        >
          {t('desk.enrolments.reject')}
        </Button>
        <Button
          variant="contained"
          disabled={busy}
          data-testid="approve-enrolment"
          onClick={() =>
            void settle(
              () => http.post(`${ENROLMENTS}${request.id}/approve/`, into ? { station_id: into } : {}),
              t('desk.enrolments.approved', { name }),
            )
          }
        >
          {t('desk.enrolments.approve')}
        </Button>
      </Box>
    </Box>
  );
}

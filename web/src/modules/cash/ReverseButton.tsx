import Undo from '@mui/icons-material/Undo';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNotify, useRefresh } from 'react-admin';
import type { Sale } from '../../api/types';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { useIntention } from '../../base/useIntention';

/** Takes a sale back, with a reason. */
export function ReverseButton({ sale }: { sale: Sale }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button size="small" color="error" startIcon={<Undo />} onClick={() => setAsking(true)} data-testid={`reverse-${sale.number}`}>
        {t('cash.reverse')}
      </Button>
      {asking && <ReverseDialog sale={sale} onClose={() => setAsking(false)} />}
    </>
  );
}

function ReverseDialog({ sale, onClose }: { sale: Sale; onClose: () => void }) {
  const t = useT();
  const notify = useNotify();
  const refresh = useRefresh();
  const client = useQueryClient();
  const once = useIntention();
  const [reason, setReason] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await once({ sale: sale.id, reason }, (idempotencyKey) =>
        http.post(`/api/caisse/ventes/${sale.id}/annuler/`, { reason }, { idempotencyKey }),
      );
      notify(t('cash.done_reverse', { number: sale.number }), { type: 'success' });
      void client.invalidateQueries({ queryKey: ['cash'] });
      refresh();
      onClose();
    } catch (error) {
      setRefusal(reasonOf(error));
    }
  };
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby="reverse-title" data-testid="reverse-dialog">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <DialogTitle id="reverse-title">{t('cash.reverse')}</DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 2 }}>
          <DialogContentText>{t('cash.reverse_text')}</DialogContentText>
          {refusal && <Alert severity="error">{refusal}</Alert>}
          <TextField
            autoFocus
            required
            name="reason"
            label={t('cash.reason')}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            slotProps={{ htmlInput: { maxLength: 200 } }}
          />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" variant="contained" color="error" disabled={!reason.trim()} data-testid="confirm-reverse">
            {t('cash.reverse')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

import Undo from '@mui/icons-material/Undo';
import Button from '@mui/material/Button';
import DialogContentText from '@mui/material/DialogContentText';
import TextField from '@mui/material/TextField';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify, useRefresh } from 'react-admin';
import type { Sale } from '../../api/types';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { useIntention } from '../../base/useIntention';
import { useSubmit } from '../../base/useSubmit';
import { Modal } from '../../components/Modal';

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
  const { submit, busy, refusal } = useSubmit();
  const reverse = async () => {
    await once({ sale: sale.id, reason }, (idempotencyKey) =>
      http.post(`/api/caisse/ventes/${sale.id}/annuler/`, { reason }, { idempotencyKey }),
    );
    notify(t('cash.done_reverse', { number: sale.number }), { type: 'success' });
    void client.invalidateQueries({ queryKey: ['cash'] });
    refresh();
    onClose();
  };
  return (
    <Modal
      title={t('cash.reverse')}
      testId="reverse-dialog"
      refusal={refusal}
      onSubmit={() => submit(reverse)}
      onClose={onClose}
      actions={
        <Button
          type="submit"
          variant="contained"
          color="error"
          disabled={busy || !reason.trim()}
          data-testid="confirm-reverse"
        >
          {t('cash.reverse')}
        </Button>
      }
    >
      <DialogContentText>{t('cash.reverse_text')}</DialogContentText>
      <TextField
        autoFocus
        required
        name="reason"
        label={t('cash.reason')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        slotProps={{ htmlInput: { maxLength: 200 } }}
        sx={{ m: 0 }}
      />
    </Modal>
  );
}

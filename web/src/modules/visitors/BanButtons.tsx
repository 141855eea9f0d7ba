import Block from '@mui/icons-material/Block';
import Button from '@mui/material/Button';
import DialogContentText from '@mui/material/DialogContentText';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { Confirm, useNotify, useRefresh } from 'react-admin';
import type { Visitor } from '../../api/types';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { useSubmit } from '../../base/useSubmit';
import { Modal } from '../../components/Modal';
import { ToneChip } from '../../components/ToneChip';

export const isBanned = (visitor: Visitor) => (visitor.banned_until ?? 0) > Date.now();

/** Told by colour, shape and word; nothing for whom is not banned. */
export function BanChip({ visitor }: { visitor: Visitor }) {
  const t = useT();
  const formats = useFormats();
  if (!isBanned(visitor)) return null;
  return (
    <ToneChip tone="lost" icon={Block} testId="banned">
      {t('ban.chip', { date: formats.instant(visitor.banned_until ?? 0) })}
    </ToneChip>
  );
}

export function BanButtons({ visitor }: { visitor: Visitor }) {
  const t = useT();
  const [banning, setBanning] = useState(false);
  if (isBanned(visitor)) return <LiftButton visitor={visitor} />;
  return (
    <>
      <Button size="small" color="error" startIcon={<Block />} onClick={() => setBanning(true)} data-testid="ban">
        {t('ban.ban')}
      </Button>
      {banning && <BanDialog visitor={visitor} onClose={() => setBanning(false)} />}
    </>
  );
}

function LiftButton({ visitor }: { visitor: Visitor }) {
  const t = useT();
  const notify = useNotify();
  const refresh = useRefresh();
  const [asking, setAsking] = useState(false);
  const lift = async () => {
    setAsking(false);
    try {
      await http.post(`/api/utilisateurs/${visitor.id}/lever_bannissement/`, {});
      notify(t('ban.lifted'), { type: 'success' });
      refresh();
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    }
  };
  return (
    <>
      <Button size="small" startIcon={<Block />} onClick={() => setAsking(true)} data-testid="lift-ban">
        {t('ban.lift')}
      </Button>
      <Confirm
        isOpen={asking}
        title={t('ban.lift')}
        content={t('ban.lift_text')}
        confirm={t('ban.lift')}
        onConfirm={() => void lift()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

/** The end of a day on this screen's clock. */
export function endOf(day: string): number | null {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const end = new Date(year, month - 1, date + 1).getTime();
  return day && end > Date.now() ? end : null;
}

interface BanFieldsProps {
  reason: string;
  onReason: (reason: string) => void;
  day: string;
  onDay: (day: string) => void;
}

/** Why somebody is banned, and until when. */
export function BanFields({ reason, onReason, day, onDay }: BanFieldsProps) {
  const t = useT();
  const until = endOf(day);
  return (
    <>
      <TextField
        autoFocus
        required
        name="reason"
        label={t('ban.reason')}
        value={reason}
        onChange={(event) => onReason(event.target.value)}
        slotProps={{ htmlInput: { maxLength: 200 } }}
        sx={{ m: 0 }}
      />
      <TextField
        required
        type="date"
        name="until"
        label={t('ban.until')}
        value={day}
        onChange={(event) => onDay(event.target.value)}
        error={Boolean(day) && until === null}
        helperText={day && until === null ? t('ban.until_bad') : undefined}
        slotProps={{ inputLabel: { shrink: true } }}
        sx={{ m: 0 }}
      />
    </>
  );
}

function BanDialog({ visitor, onClose }: { visitor: Visitor; onClose: () => void }) {
  const t = useT();
  const notify = useNotify();
  const refresh = useRefresh();
  const [reason, setReason] = useState('');
  const [day, setDay] = useState('');
  const { submit, busy, refusal } = useSubmit();
  const until = endOf(day);
  const ban = async () => {
    await http.post(`/api/utilisateurs/${visitor.id}/bannir/`, { reason, until });
    notify(t('ban.done'), { type: 'success' });
    refresh();
    onClose();
  };
  return (
    <Modal
      title={t('ban.title', { name: `${visitor.first_name} ${visitor.last_name}`.trim() })}
      testId="ban-dialog"
      refusal={refusal}
      onSubmit={() => submit(ban)}
      onClose={onClose}
      actions={
        <Button
          type="submit"
          variant="contained"
          color="error"
          disabled={busy || !reason.trim() || until === null}
          data-testid="confirm-ban"
        >
          {t('ban.ban')}
        </Button>
      }
    >
      <DialogContentText>{t('ban.explain')}</DialogContentText>
      <BanFields reason={reason} onReason={setReason} day={day} onDay={setDay} />
    </Modal>
  );
}

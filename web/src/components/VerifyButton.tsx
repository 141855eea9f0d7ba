import FactCheckOutlined from '@mui/icons-material/FactCheckOutlined';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { http } from '../base/http';
import { useT } from '../base/i18n';
import { reasonOf } from '../base/problem';

interface Verified {
  is_sound: boolean;
  rows: number;
  archived_rows?: number;
  fault?: { seq: number; what: string } | null;
}

interface VerifyButtonProps {
  path: string;
  /** What is said of a sound journal, and of one that is not. */
  sound: 'cash.sound' | 'logs.sound';
  unsound: 'cash.unsound' | 'logs.unsound';
}

/** Walks a chained journal on the server and tells whether it is whole. */
export function VerifyButton({ path, sound, unsound }: VerifyButtonProps) {
  const t = useT();
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  const verify = async () => {
    setBusy(true);
    try {
      const { is_sound, rows, archived_rows = 0, fault } = await http.get<Verified>(path);
      if (is_sound) notify(t(sound, { rows: rows + archived_rows }), { type: 'success' });
      else notify(t(unsound, { ...fault }), { type: 'error', autoHideDuration: null });
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      size="small"
      startIcon={<FactCheckOutlined />}
      disabled={busy}
      onClick={() => void verify()}
      data-testid="verify-journal"
    >
      {t('cash.verify')}
    </Button>
  );
}

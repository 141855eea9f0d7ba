import Button from '@mui/material/Button';
import DialogContentText from '@mui/material/DialogContentText';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Balance, CashReport, Till } from '../../api/types';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { minorOf } from '../../base/money';
import { ProblemError } from '../../base/problem';
import { useIntention } from '../../base/useIntention';
import { useSubmit } from '../../base/useSubmit';
import { Modal } from '../../components/Modal';

interface CloseTillDialogProps {
  till: Till;
  report: CashReport;
  onClose: () => void;
  onClosed: (report: CashReport) => void;
}

const keyOf = ({ method, currency }: Balance) => `${method}-${currency}`;

/** The count, in one's own figures: what is expected is shown once something was typed, so that nobody copies it. */
export function CloseTillDialog({ till, report, onClose, onClosed }: CloseTillDialogProps) {
  const t = useT();
  const formats = useFormats();
  const client = useQueryClient();
  const once = useIntention();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [comment, setComment] = useState('');
  const { submit, busy, refusal } = useSubmit();
  // The day that the server asks about: sent with the next try, whose button says it.
  const [day, setDay] = useState<string | null>(null);
  const countOf = (balance: Balance) => minorOf(typed[keyOf(balance)] ?? '', balance.currency);
  const ready = report.balances.every((balance) => countOf(balance) !== null);
  const close = async () => {
    const counts = report.balances.map((balance) => ({
      currency: balance.currency,
      method: balance.method,
      amount_minor: countOf(balance) ?? 0,
    }));
    const wanted = { counts, comment: comment || null, day };
    const closed = await once(wanted, (idempotencyKey) =>
      http.post<CashReport>(`/api/caisse/tiroirs/${till.id}/fermer/`, wanted, { idempotencyKey }),
    );
    onClosed(closed);
    await client.invalidateQueries({ queryKey: ['cash'] });
    onClose();
  };
  const explain = (error: unknown) => {
    if (error instanceof ProblemError && error.today) setDay(error.today);
    return undefined;
  };
  return (
    <Modal
      title={t('cash.close')}
      testId="close-till-dialog"
      refusal={refusal}
      onSubmit={() => submit(close, explain)}
      onClose={onClose}
      actions={
        <Button type="submit" variant="contained" disabled={busy || !ready} data-testid="confirm-close-till">
          {day ? t('cash.close_on', { day: formats.day(day) }) : t('cash.close')}
        </Button>
      }
    >
      <DialogContentText>{t('cash.close_explain')}</DialogContentText>
      {report.balances.map((balance) => {
        const count = countOf(balance);
        const text = typed[keyOf(balance)];
        const difference = count === null ? null : count - balance.expected_minor;
        return (
          <TextField
            key={keyOf(balance)}
            name={`count-${keyOf(balance)}`}
            label={t('cash.count_of', { method: t(`method.${balance.method}`), currency: balance.currency })}
            value={text ?? ''}
            onChange={(event) => setTyped({ ...typed, [keyOf(balance)]: event.target.value })}
            error={Boolean(text) && count === null}
            helperText={
              difference === null
                ? text && t('cash.amount_bad')
                : `${t('cash.expected')} ${formats.money(balance.expected_minor, balance.currency)} · ${t('cash.difference')} ${formats.money(difference, balance.currency)}`
            }
            slotProps={{ htmlInput: { inputMode: 'decimal' } }}
            sx={{ m: 0 }}
          />
        );
      })}
      <TextField
        name="comment"
        label={t('cash.comment')}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
        slotProps={{ htmlInput: { maxLength: 200 } }}
        sx={{ m: 0 }}
      />
      {report.balances.length === 0 && <Typography color="textSecondary">{t('cash.nothing')}</Typography>}
    </Modal>
  );
}

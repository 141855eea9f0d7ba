import Check from '@mui/icons-material/Check';
import HourglassEmpty from '@mui/icons-material/HourglassEmpty';
import Remove from '@mui/icons-material/Remove';
import WarningAmber from '@mui/icons-material/WarningAmber';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { type FormEvent, type ReactNode, useState } from 'react';
import { askAll, type Outcome } from '../base/askAll';
import { type Key, useT } from '../base/i18n';

interface TogetherDialogProps<T> {
  title: string;
  /** How many, in words. */
  count: string;
  items: readonly T[];
  nameOf: (item: T) => string;
  /** It cannot be taken back. */
  rough?: boolean;
  /** What there is to know, to type or to choose before. */
  children?: ReactNode;
  /** Whether enough was typed or chosen. */
  ready?: boolean;
  /** Whether a field has the focus at first, and not the button. */
  asks?: boolean;
  one: (item: T) => Promise<unknown>;
  onDone?: () => void;
  onClose: () => void;
}

/** One confirmation for all of them, and what became of each. */
export function TogetherDialog<T extends { id: string }>({
  title,
  count,
  items,
  nameOf,
  rough = false,
  children,
  ready = true,
  asks = false,
  one,
  onDone,
  onClose,
}: TogetherDialogProps<T>) {
  const t = useT();
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome> | null>(null);
  const [running, setRunning] = useState(false);

  const run = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready || outcomes) return;
    setRunning(true);
    setOutcomes(new Map());
    await askAll(items, one, (id, outcome) => setOutcomes((before) => new Map(before).set(id, outcome)));
    setRunning(false);
    onDone?.();
  };

  return (
    <Dialog open onClose={() => !running && onClose()} fullWidth maxWidth="xs" aria-labelledby="bulk-title" data-testid="bulk-dialog">
      <form onSubmit={(event) => void run(event)} noValidate>
        <DialogTitle id="bulk-title">{title}</DialogTitle>
        <DialogContent>
          <Typography sx={{ fontWeight: 600 }}>{count}</Typography>
          {!outcomes && (
            <>
              <Typography color="textSecondary">{items.map(nameOf).join(', ')}</Typography>
              {children}
            </>
          )}
          {outcomes && (
            <Box component="ul" aria-live="polite" data-testid="bulk-results" sx={{ m: 0, mt: 1, p: 0, listStyle: 'none' }}>
              {items.map((item) => (
                <Result key={item.id} name={nameOf(item)} outcome={outcomes.get(item.id)} />
              ))}
            </Box>
          )}
        </DialogContent>
        <DialogActions>
          {outcomes ? (
            <Button
              // A button that cannot be pressed yet takes no focus: this is another one.
              key={String(running)}
              autoFocus
              variant="contained"
              disabled={running}
              onClick={onClose}
              data-testid="bulk-close"
            >
              {t('app.close')}
            </Button>
          ) : (
            <>
              <Button onClick={onClose}>{t('app.cancel')}</Button>
              <Button
                type="submit"
                variant="contained"
                color={rough ? 'error' : 'primary'}
                autoFocus={!asks}
                disabled={!ready}
                data-testid="bulk-confirm"
              >
                {title}
              </Button>
            </>
          )}
        </DialogActions>
      </form>
    </Dialog>
  );
}

const SHAPES = { waiting: HourglassEmpty, done: Check, skipped: Remove, refused: WarningAmber };
const COLOURS = { waiting: 'disabled', done: 'success', skipped: 'disabled', refused: 'error' } as const;
const WORDS = {
  waiting: 'floor.bulk.waiting',
  done: 'floor.bulk.done',
  skipped: 'floor.bulk.skipped',
  refused: 'floor.bulk.refused',
} as const satisfies Record<string, Key>;

function Result({ name, outcome }: { name: string; outcome: Outcome | undefined }) {
  const t = useT();
  const state = outcome?.state ?? 'waiting';
  const Shape = SHAPES[state];
  return (
    <Box component="li" data-outcome={state} sx={{ display: 'flex', gap: 1, alignItems: 'flex-start', py: 0.4 }}>
      <Shape fontSize="small" color={COLOURS[state]} aria-hidden sx={{ mt: 0.2 }} />
      <Typography sx={{ fontWeight: 650, minWidth: 64 }}>{name}</Typography>
      <Typography color="textSecondary">{outcome?.state === 'refused' ? outcome.reason : t(WORDS[state])}</Typography>
    </Box>
  );
}

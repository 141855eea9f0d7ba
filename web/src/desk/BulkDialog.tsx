import Check from '@mui/icons-material/CheckCircleOutlined';
import HourglassEmpty from '@mui/icons-material/HourglassEmpty';
import Remove from '@mui/icons-material/RemoveCircleOutlined';
import WarningAmber from '@mui/icons-material/WarningAmber';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Id } from '../api/types';
import { type Key, useT } from '../base/i18n';
import { board } from './board';
import { COMMANDS } from './actions';
import { askAll, type BulkAction, type Outcome } from './bulk';
import { byName } from './rooms';

export interface Asking {
  action: BulkAction;
  ids: readonly Id[];
}

const LONGEST_MESSAGE = 500;
const ROUGH = new Set<BulkAction>(['end', 'restart', 'shutdown']);

/** One confirmation for all of them, and what became of each. */
export default function BulkDialog({ asking, onClose }: { asking: Asking; onClose: () => void }) {
  const t = useT();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [outcomes, setOutcomes] = useState<ReadonlyMap<Id, Outcome> | null>(null);
  const [running, setRunning] = useState(false);
  const { action } = asking;
  const stations = [...asking.ids]
    .flatMap((id) => board.state().stations.get(id) ?? [])
    .sort(byName);
  const open = stations.filter(({ id }) => board.state().byStation.has(id)).length;
  const title = t(`floor.bulk.action.${action}`);
  const empty = action === 'message' && text.trim() === '';

  const run = async (event: FormEvent) => {
    event.preventDefault();
    if (empty || outcomes) return;
    setRunning(true);
    setOutcomes(new Map());
    await askAll(asking.ids, action, text.trim(), (id, outcome) =>
      setOutcomes((before) => new Map(before).set(id, outcome)),
    );
    setRunning(false);
    void client.invalidateQueries({ queryKey: COMMANDS });
  };

  return (
    <Dialog open onClose={() => !running && onClose()} fullWidth maxWidth="xs" aria-labelledby="bulk-title" data-testid="bulk-dialog">
      <form onSubmit={(event) => void run(event)}>
        <DialogTitle id="bulk-title">{title}</DialogTitle>
        <DialogContent>
          <Typography sx={{ fontWeight: 600 }}>{t('floor.bulk.count', { smart_count: stations.length })}</Typography>
          {!outcomes && (
            <>
              <Typography color="textSecondary">{stations.map(({ name }) => name).join(', ')}</Typography>
              {ROUGH.has(action) && (
                <Typography sx={{ mt: 1 }}>{t('floor.bulk.open', { smart_count: open })}</Typography>
              )}
              {action === 'message' && (
                <TextField
                  autoFocus
                  fullWidth
                  multiline
                  minRows={3}
                  name="message"
                  label={t('desk.message_text')}
                  value={text}
                  onChange={(event) => setText(event.target.value)}
                  slotProps={{ htmlInput: { maxLength: LONGEST_MESSAGE } }}
                  sx={{ mt: 1.5 }}
                />
              )}
            </>
          )}
          {outcomes && (
            <Box component="ul" aria-live="polite" data-testid="bulk-results" sx={{ m: 0, mt: 1, p: 0, listStyle: 'none' }}>
              {stations.map(({ id, name }) => (
                <Result key={id} name={name} outcome={outcomes.get(id)} />
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
                color={ROUGH.has(action) ? 'error' : 'primary'}
                autoFocus={action !== 'message'}
                disabled={empty}
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

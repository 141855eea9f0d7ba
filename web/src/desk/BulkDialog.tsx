import Typography from '@mui/material/Typography';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Id } from '../api/types';
import { useT } from '../base/i18n';
import { TogetherDialog } from '../components/TogetherDialog';
import { COMMANDS } from './actions';
import { board } from './board';
import { type BulkAction, oneStation } from './bulk';
import { MessageField } from './MessageField';
import { byName } from './rooms';

export interface Asking {
  action: BulkAction;
  ids: readonly Id[];
}

const ROUGH = new Set<BulkAction>(['end', 'restart', 'shutdown']);

/** One confirmation for all the stations, and what became of each. */
export default function BulkDialog({ asking, onClose }: { asking: Asking; onClose: () => void }) {
  const t = useT();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const { action } = asking;
  const stations = [...asking.ids]
    .flatMap((id) => board.state().stations.get(id) ?? [])
    .sort(byName);
  const open = stations.filter(({ id }) => board.state().byStation.has(id)).length;
  const asks = action === 'message';
  return (
    <TogetherDialog
      title={t(`floor.bulk.action.${action}`)}
      count={t('floor.bulk.count', { smart_count: stations.length })}
      items={stations}
      nameOf={({ name }) => name}
      rough={ROUGH.has(action)}
      asks={asks}
      ready={!asks || text.trim() !== ''}
      one={({ id }) => oneStation(id, action, text.trim())}
      onDone={() => void client.invalidateQueries({ queryKey: COMMANDS })}
      onClose={onClose}
    >
      {ROUGH.has(action) && <Typography sx={{ mt: 1 }}>{t('floor.bulk.open', { smart_count: open })}</Typography>}
      {asks && <MessageField value={text} onChange={setText} />}
    </TogetherDialog>
  );
}

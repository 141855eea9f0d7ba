import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { AskedCommand, Id, Page } from '../../api/types';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { link } from '../../base/link';
import { ToneChip } from '../../components/ToneChip';
import { COMMANDS } from '../../desk/actions';
import type { Tone } from '../../theme';

const SHOWN = 5;

type Stage = 'queued' | 'done' | 'read' | 'failed' | 'expired';
const TONES: Record<Stage, Tone> = { queued: 'reserved', done: 'busy', read: 'free', failed: 'lost', expired: 'off' };

function stageOf({ state, read_at }: AskedCommand): Stage {
  return read_at === null ? (state as Stage) : 'read';
}

/** What the desk told the visitors of a station: sent, shown, read. */
export function MessagesCard({ stationId }: { stationId: Id }) {
  const t = useT();
  const formats = useFormats();
  const queries = useQueryClient();
  useEffect(
    () =>
      link.onFrame((frame) => {
        const isNews = frame.type === 'connection_established' || frame.type === 'command_changed';
        const isElsewhere = frame.type === 'command_changed' && frame.station_id !== stationId;
        if (isNews && !isElsewhere) void queries.invalidateQueries({ queryKey: [...COMMANDS, stationId] });
      }),
    [queries, stationId],
  );
  const { data } = useQuery<Page<AskedCommand>>({
    queryKey: [...COMMANDS, stationId],
    queryFn: ({ signal }) =>
      http.get<Page<AskedCommand>>(
        `/api/postes/${stationId}/commands/`,
        { kind: 'message', page_size: SHOWN },
        signal,
      ),
  });
  const messages = data?.results ?? [];
  return (
    <Card sx={{ p: 2.5 }} data-testid="station-messages">
      <Typography variant="h6" component="h2" sx={{ mb: 1 }}>
        {t('messages.title')}
      </Typography>
      {messages.length === 0 && <Typography color="textSecondary">{t('messages.none')}</Typography>}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1 }}>
        {messages.map((message) => (
          <Box component="li" key={message.id} sx={{ display: 'flex', gap: 1.5, alignItems: 'baseline' }}>
            <ToneChip tone={TONES[stageOf(message)]}>{t(`messages.${stageOf(message)}`)}</ToneChip>
            <Typography sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>{message.text}</Typography>
            <Typography variant="body2" color="textSecondary">
              {formats.time(message.read_at ?? message.created_at)}
            </Typography>
          </Box>
        ))}
      </Box>
    </Card>
  );
}

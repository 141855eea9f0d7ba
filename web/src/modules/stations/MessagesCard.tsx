import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import type { AskedCommand, Id, Page } from '../../api/types';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { ToneChip } from '../../components/ToneChip';
import { COMMANDS } from '../../desk/actions';
import type { Tone } from '../../theme';

/** No frame tells of it: a message that may still be read is looked for at this pace. */
const LOOK_EVERY_MS = 3_000;
/** Nobody waits longer than this for a message to be read. */
const FRESH_MS = 30 * 60_000;
const SHOWN = 5;

type Stage = 'queued' | 'done' | 'read' | 'failed' | 'expired';
const TONES: Record<Stage, Tone> = { queued: 'reserved', done: 'busy', read: 'free', failed: 'lost', expired: 'off' };

function stageOf({ state, read_at }: AskedCommand): Stage {
  return read_at === null ? (state as Stage) : 'read';
}

function isOnItsWay(message: AskedCommand): boolean {
  const stage = stageOf(message);
  return (stage === 'queued' || stage === 'done') && message.created_at > Date.now() - FRESH_MS;
}

/** What the desk told the visitors of a station: sent, shown, read. */
export function MessagesCard({ stationId }: { stationId: Id }) {
  const t = useT();
  const formats = useFormats();
  const { data } = useQuery<Page<AskedCommand>>({
    queryKey: [...COMMANDS, stationId],
    refetchInterval: ({ state }) => (state.data?.results.some(isOnItsWay) ? LOOK_EVERY_MS : false),
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

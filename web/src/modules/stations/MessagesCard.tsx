import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import type { AskedCommand, Id } from '../../api/types';
import { useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import { ToneChip } from '../../components/ToneChip';
import type { Tone } from '../../theme';
import { useAsked } from './useAsked';

type Stage = 'queued' | 'done' | 'read' | 'failed' | 'expired';
const TONES: Record<Stage, Tone> = { queued: 'reserved', done: 'busy', read: 'free', failed: 'lost', expired: 'off' };

function stageOf({ state, read_at }: AskedCommand): Stage {
  return read_at === null ? (state as Stage) : 'read';
}

/** What the desk told the visitors of a station: sent, shown, read. */
export function MessagesCard({ stationId }: { stationId: Id }) {
  const t = useT();
  const formats = useFormats();
  const messages = useAsked(stationId, 'message');
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

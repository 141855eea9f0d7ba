import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import type { AskedCommand, Station } from '../../api/types';
import { useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import { ToneChip } from '../../components/ToneChip';
import type { Tone } from '../../theme';
import { useAsked } from './useAsked';

type Stage = 'queued' | 'done' | 'failed' | 'expired';
const TONES: Record<Stage, Tone> = { queued: 'reserved', done: 'free', failed: 'lost', expired: 'off' };

/** The station's own software: what it runs, and what became of the updates that were asked for. */
export function UpdatesCard({ station }: { station: Station }) {
  const t = useT();
  const formats = useFormats();
  const updates = useAsked(station.id, 'update');
  // What an update brought is newer than the page.
  const version = updates.find(({ version_after }) => version_after)?.version_after ?? station.client_version;
  return (
    <Card sx={{ p: 2.5 }} data-testid="station-updates">
      <Typography variant="h6" component="h2" sx={{ mb: 1 }}>
        {t('updates.title')}
      </Typography>
      <Typography color="textSecondary" sx={{ mb: 1 }}>
        {version ? t('updates.installed', { version }) : t('updates.unknown')}
      </Typography>
      {updates.length === 0 && <Typography color="textSecondary">{t('updates.nothing')}</Typography>}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1 }}>
        {updates.map((update) => (
          <Box component="li" key={update.id} sx={{ display: 'flex', gap: 1.5, alignItems: 'baseline' }}>
            <ToneChip tone={TONES[update.state as Stage]}>{t(`updates.${update.state as Stage}`)}</ToneChip>
            <Typography sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
              <Outcome update={update} />
            </Typography>
            <Typography variant="body2" color="textSecondary">
              {formats.time(update.done_at ?? update.created_at)}
            </Typography>
          </Box>
        ))}
      </Box>
    </Card>
  );
}

function Outcome({ update: { state, error, version_before: before, version_after: after } }: { update: AskedCommand }) {
  const t = useT();
  if (error) return error;
  if (state !== 'done' || !after) return before;
  return before && before !== after ? `${before} → ${after}` : t('updates.newest', { version: after });
}

import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { BootStart, Id, Page } from '../../api/types';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { Stages, State } from './entity';

const SHOWN = 4;
const LOOK_EVERY_MS = 5_000;

/** The last starts of a station without a disk; nothing for one that never started over the network. */
export function StartsCard({ stationId }: { stationId: Id }) {
  const t = useT();
  const formats = useFormats();
  const { data } = useQuery<Page<BootStart>>({
    queryKey: ['starts', stationId],
    refetchInterval: LOOK_EVERY_MS,
    queryFn: ({ signal }) =>
      http.get<Page<BootStart>>('/api/boot/starts/', { station_id: stationId, page_size: SHOWN }, signal),
  });
  if (!data?.results.length) return null;
  const filter = encodeURIComponent(JSON.stringify({ station_id: stationId }));
  return (
    <Card sx={{ p: 2.5 }} data-testid="station-starts">
      <Typography variant="h6" component="h2" sx={{ mb: 1 }}>
        {t('images.starts')}
      </Typography>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1.5 }}>
        {data.results.map((start) => (
          <Box component="li" key={start.id}>
            <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'baseline' }}>
              <State start={start} />
              <Typography sx={{ flex: 1 }}>
                {start.profile} {start.version}
                {start.is_fallback && ` · ${t('images.fallback')}`}
              </Typography>
              <Typography variant="body2" color="textSecondary">
                {formats.instant(start.asked_at)}
              </Typography>
            </Box>
            <Typography variant="body2" component="div">
              <Stages start={start} />
            </Typography>
          </Box>
        ))}
      </Box>
      <Box component={Link} to={`/starts?filter=${filter}`} sx={{ display: 'inline-block', mt: 1.5, color: 'primary.main' }}>
        {t('images.all_starts')}
      </Box>
    </Card>
  );
}

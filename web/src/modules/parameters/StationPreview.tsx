import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import type { Site } from '../../api/types';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { SITE_KEY } from '../../base/site';
import { STATION } from '../../theme';

interface StationPreviewProps {
  agencyId: string | undefined;
  accent: string;
}

/** The head of a station's lock screen: the logo as stations draw it, and the colour as it is chosen. */
export function StationPreview({ agencyId, accent }: StationPreviewProps) {
  const t = useT();
  const { data: site } = useQuery({
    queryKey: [SITE_KEY, 'preview', agencyId],
    queryFn: ({ signal }) => http.get<Site>('/api/site/', { agency_id: agencyId }, signal),
  });
  return (
    <Box component="figure" sx={{ m: 0, maxWidth: 640 }} data-testid="station-preview">
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, p: 2, borderRadius: 1.5, color: STATION.text, background: STATION.night }}>
        {site?.station_logo && (
          <Box component="img" src={site.station_logo} alt={t('parameters.station_logo')} sx={{ maxHeight: 48, maxWidth: 190 }} />
        )}
        <Typography sx={{ flex: '1 1 120px', fontWeight: 600, overflowWrap: 'anywhere' }}>{site?.name}</Typography>
        <Box aria-hidden sx={{ width: 36, height: 44, borderRadius: 1, border: 3, borderColor: accent, backgroundColor: STATION.card }} />
        <Box aria-hidden data-testid="station-preview-key" sx={{ px: 2, py: 1.25, borderRadius: 1, fontWeight: 600, color: STATION.ink, backgroundColor: accent }}>
          {t('parameters.station_key')}
        </Box>
      </Box>
      <Typography component="figcaption" variant="body2" color="textSecondary" sx={{ mt: 0.5 }}>
        {t('parameters.station_preview')}
      </Typography>
    </Box>
  );
}

import Publish from '@mui/icons-material/PublishOutlined';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Title } from 'react-admin';
import { Link } from 'react-router-dom';
import type { BootImage } from '../../api/types';
import { useCan } from '../../base/access';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { ToneChip } from '../../components/ToneChip';
import { PublishDialog } from './PublishDialog';

export const IMAGES = ['images'];
const LOOK_EVERY_MS = 15_000;

/** What stations can start from, who is given what, and who has what. */
export default function ImagesPage() {
  const t = useT();
  const [chosen, setChosen] = useState<BootImage | null>(null);
  const { data } = useQuery({
    queryKey: IMAGES,
    refetchInterval: LOOK_EVERY_MS,
    queryFn: ({ signal }) => http.get<{ results: BootImage[] }>('/api/boot/images/', undefined, signal),
  });
  const profiles = [...new Set(data?.results.map(({ profile }) => profile))];
  return (
    <>
      <Title title={t('images.title')} />
      <Typography color="textSecondary" sx={{ mb: 2, maxWidth: 760 }}>
        {t('images.explain')}
      </Typography>
      {data?.results.length === 0 && <Alert severity="info">{t('images.none')}</Alert>}
      <Box sx={{ display: 'grid', gap: 2 }} data-testid="images">
        {profiles.map((profile) => (
          <Card key={profile} component="section" aria-label={profile} data-testid={`profile-${profile}`}>
            <Typography variant="h6" component="h2" sx={{ px: 2, pt: 2 }}>
              {t('images.profile', { profile })}
            </Typography>
            {data?.results
              .filter((image) => image.profile === profile)
              .reverse()
              .map((image) => (
                <ImageRow key={image.version} image={image} onPublish={() => setChosen(image)} />
              ))}
          </Card>
        ))}
      </Box>
      {chosen && <PublishDialog image={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}

function ImageRow({ image, onPublish }: { image: BootImage; onPublish: () => void }) {
  const t = useT();
  const can = useCan();
  const formats = useFormats();
  const facts = [
    image.built_at !== null && t('images.built', { time: formats.instant(image.built_at) }),
    image.size !== null && formats.bytes(image.size),
    image.is_signed_for_firmware && t('images.secure_boot'),
  ];
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', md: 'minmax(0, 2fr) minmax(0, 2fr) minmax(0, 1fr) 110px' },
        gap: 1.5,
        alignItems: 'center',
        px: 2,
        py: 1.5,
        borderTop: 1,
        borderColor: 'divider',
        '&:first-of-type': { borderTop: 0 },
      }}
      data-testid={`image-${image.profile}-${image.version}`}
    >
      <Box sx={{ minWidth: 0 }}>
        <Typography sx={{ fontWeight: 650, overflowWrap: 'anywhere' }}>{image.version}</Typography>
        <Typography variant="body2" color="textSecondary">
          {facts.filter(Boolean).join(' · ')}
        </Typography>
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        {image.fault && <ToneChip tone="lost">{t(`images.fault.${image.fault}`)}</ToneChip>}
        {image.channels.map((channel) => (
          <ToneChip key={channel} tone={channel === 'stable' ? 'free' : 'soon'}>
            {t('images.channel', { channel: t(`update_channel.${channel}`) })}
          </ToneChip>
        ))}
        {image.zones.map(({ id, name }) => (
          <ToneChip key={id} tone="reserved">
            {name}
          </ToneChip>
        ))}
      </Box>
      <RunningOn image={image} />
      {can('images:publier') && !image.fault && (
        <Button size="small" startIcon={<Publish />} onClick={onPublish} sx={{ justifySelf: 'start' }}>
          {t('images.publish')}
        </Button>
      )}
    </Box>
  );
}

/** How many stations started it last; they are one step away. */
function RunningOn({ image: { profile, version, stations } }: { image: BootImage }) {
  const t = useT();
  if (stations === 0) return <Typography color="textSecondary">{t('images.on_none')}</Typography>;
  const filter = encodeURIComponent(JSON.stringify({ profile, version }));
  return (
    <Box component={Link} to={`/starts?filter=${filter}`} sx={{ color: 'primary.main' }}>
      {t('images.on', { smart_count: stations })}
    </Box>
  );
}

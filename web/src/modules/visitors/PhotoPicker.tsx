import PhotoCamera from '@mui/icons-material/PhotoCameraOutlined';
import Avatar from '@mui/material/Avatar';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useT } from '../../base/i18n';
import { PHOTO_TYPES, useBlobUrl } from './photo';

export function PhotoPicker({ value, onChange }: { value: File | null; onChange: (photo: File | null) => void }) {
  const t = useT();
  const url = useBlobUrl(value);
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5 }}>
      <Avatar src={url ?? undefined} alt="" variant="rounded" sx={{ width: 52, height: 52 }}>
        <PhotoCamera />
      </Avatar>
      <Box>
        <Button component="label" size="small" variant="outlined">
          {t('desk.session.photo_pick')}
          <Box
            component="input"
            type="file"
            name="photo"
            accept={PHOTO_TYPES}
            aria-label={t('desk.session.photo')}
            onChange={(event) => onChange(event.currentTarget.files?.[0] ?? null)}
            sx={{ position: 'absolute', width: 1, height: 1, opacity: 0 }}
          />
        </Button>
        <Typography variant="body2" color="text.secondary">
          {value?.name ?? t('resources.visitors.page.photo_rule')}
        </Typography>
      </Box>
    </Box>
  );
}

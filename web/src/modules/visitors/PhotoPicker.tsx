import PhotoCamera from '@mui/icons-material/PhotoCameraOutlined';
import Avatar from '@mui/material/Avatar';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useT } from '../../base/i18n';
import { FileButton } from '../../components/FileButton';
import { PHOTO_TYPES, useBlobUrl } from './photo';

export function PhotoPicker({ value, onChange }: { value: File | null; onChange: (photo: File) => void }) {
  const t = useT();
  const url = useBlobUrl(value);
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5 }}>
      <Avatar src={url ?? undefined} alt="" variant="rounded" sx={{ width: 52, height: 52 }}>
        <PhotoCamera />
      </Avatar>
      <Box>
        <FileButton name="photo" accept={PHOTO_TYPES} label={t('desk.session.photo')} onPick={onChange}>
          <Button size="small" variant="outlined">
            {t('desk.session.photo_pick')}
          </Button>
        </FileButton>
        <Typography variant="body2" color="textSecondary">
          {value?.name ?? t('resources.visitors.page.photo_rule')}
        </Typography>
      </Box>
    </Box>
  );
}

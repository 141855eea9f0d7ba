import PersonOutlined from '@mui/icons-material/PersonOutlined';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import IconButton from '@mui/material/IconButton';
import DeleteOutlined from '@mui/icons-material/DeleteOutlined';
import { useNotify, useRefresh } from 'react-admin';
import type { Visitor } from '../../api/types';
import { useCan } from '../../base/access';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { FileButton } from '../../components/FileButton';
import { deletePhoto, PHOTO_TYPES, putPhoto, usePhoto } from './photo';

const SIZE = 104;

/** The photo, and the way to change it: a click on it. */
export function PhotoCard({ visitor }: { visitor: Visitor }) {
  const t = useT();
  const can = useCan();
  const notify = useNotify();
  const refresh = useRefresh();
  const url = usePhoto(visitor.id, visitor.has_photo, visitor.updated_at);
  const change = async (call: Promise<void>) => {
    try {
      await call;
      refresh();
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    }
  };
  const name = `${visitor.first_name} ${visitor.last_name}`;
  const label = t(visitor.has_photo ? 'resources.visitors.page.change_photo' : 'resources.visitors.page.add_photo');
  const face = url ? (
    <Box
      component="img"
      src={url}
      alt={t('resources.visitors.page.photo', { name })}
      sx={{ width: 1, height: 1, objectFit: 'cover' }}
    />
  ) : (
    <PersonOutlined aria-hidden sx={{ fontSize: 48, color: 'text.secondary' }} />
  );
  const frame = {
    width: SIZE,
    height: SIZE,
    flex: 'none',
    borderRadius: 1.5,
    overflow: 'hidden',
    border: 1,
    borderColor: 'divider',
    bgcolor: 'background.default',
    display: 'grid',
    placeItems: 'center',
  } as const;
  if (!can('visiteurs:modifier')) return <Box sx={frame}>{face}</Box>;
  return (
    <Box sx={{ position: 'relative' }}>
      <FileButton
        name="photo"
        accept={PHOTO_TYPES}
        label={label}
        onPick={(file) => void change(putPhoto(visitor.id, file))}
      >
        <ButtonBase sx={frame} aria-label={label} title={`${label} — ${t('resources.visitors.page.photo_rule')}`}>
          {face}
        </ButtonBase>
      </FileButton>
      {visitor.has_photo && (
        <IconButton
          size="small"
          aria-label={t('resources.visitors.page.remove_photo')}
          onClick={() => void change(deletePhoto(visitor.id))}
          sx={{
            position: 'absolute',
            right: -8,
            top: -8,
            bgcolor: 'background.paper',
            border: 1,
            borderColor: 'divider',
            '&:hover': { bgcolor: 'background.paper' },
          }}
        >
          <DeleteOutlined sx={{ fontSize: 16 }} />
        </IconButton>
      )}
    </Box>
  );
}

import Autocomplete from '@mui/material/Autocomplete';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useGetList, useNotify } from 'react-admin';
import type { BootImage, Zone } from '../../api/types';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { useSubmit } from '../../base/useSubmit';
import { Modal } from '../../components/Modal';
import { IMAGES } from './ImagesPage';

const TARGETS = ['zones', 'test', 'stable'] as const;
type Target = (typeof TARGETS)[number];

/** Gives an image to some rooms first, or to a channel. */
export function PublishDialog({ image, onClose }: { image: BootImage; onClose: () => void }) {
  const t = useT();
  const notify = useNotify();
  const queries = useQueryClient();
  const [target, setTarget] = useState<Target>('zones');
  const [zones, setZones] = useState<Zone[]>([]);
  const { data: rooms = [] } = useGetList<Zone>('zones', {
    pagination: { page: 1, perPage: 200 },
    sort: { field: 'name', order: 'ASC' },
  });
  const { submit, errors, refusal, busy } = useSubmit();
  const publish = () =>
    submit(async () => {
      const { profile, version } = image;
      const to = target === 'zones' ? { zone_ids: zones.map(({ id }) => id) } : { channel: target };
      await http.post('/api/boot/images/publier/', { profile, version, ...to });
      notify(t('images.published'), { type: 'success' });
      void queries.invalidateQueries({ queryKey: IMAGES });
      onClose();
    });
  return (
    <Modal
      title={t('images.publish_title', { image: `${image.profile} ${image.version}` })}
      testId="publish-image"
      refusal={refusal ?? errors.version ?? null}
      onSubmit={publish}
      onClose={onClose}
      actions={
        <Button type="submit" variant="contained" disabled={busy || (target === 'zones' && zones.length === 0)}>
          {t('images.publish')}
        </Button>
      }
    >
      <RadioGroup aria-label={t('images.to')} value={target} onChange={(_, value) => setTarget(value as Target)}>
        {TARGETS.map((id) => (
          <FormControlLabel key={id} value={id} control={<Radio />} label={t(`images.target.${id}`)} />
        ))}
      </RadioGroup>
      {target === 'zones' && (
        <Autocomplete
          multiple
          id="publish-zones"
          options={rooms}
          getOptionLabel={({ name }) => name}
          isOptionEqualToValue={(one, other) => one.id === other.id}
          value={zones}
          onChange={(_, chosen) => setZones(chosen)}
          renderInput={(params) => (
            <TextField {...params} label={t('images.zones')} error={Boolean(errors.zone_ids)} helperText={errors.zone_ids} />
          )}
        />
      )}
      <Typography color="textSecondary">{t(`images.then.${target}`)}</Typography>
    </Modal>
  );
}

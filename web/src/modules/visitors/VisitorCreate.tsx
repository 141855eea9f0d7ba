import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { BooleanInput, Create, SimpleForm, useGetIdentity, useNotify, useRedirect } from 'react-admin';
import type { Visitor } from '../../api/types';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { inputsOf } from '../../crud/EntityForm';
import { visitor } from './entity';
import { putPhoto } from './photo';
import { PhotoPicker } from './PhotoPicker';

export default function VisitorCreate() {
  const t = useT();
  const notify = useNotify();
  const redirect = useRedirect();
  const { identity } = useGetIdentity();
  const [photo, setPhoto] = useState<File | null>(null);
  const created = async (record: Visitor) => {
    if (photo) {
      await putPhoto(record.id, photo).catch((error: unknown) =>
        notify(t('app.failed', { reason: reasonOf(error) }), { type: 'warning' }),
      );
    }
    redirect('show', 'visitors', record.id);
  };
  return (
    <Create mutationOptions={{ onSuccess: created }}>
      <SimpleForm sx={{ maxWidth: 560, '& .MuiFormControl-root': { width: '100%' } }}>
        {inputsOf(visitor)}
        <PhotoPicker value={photo} onChange={setPhoto} />
        <BooleanInput
          source="consent"
          label="resources.visitors.page.consent_label"
          defaultValue={false}
          validate={(value) => (value ? undefined : t('desk.session.consent_required'))}
        />
        <Typography variant="body2" color="textSecondary">
          {identity && t('resources.visitors.page.operator_set', { name: identity.fullName })}
        </Typography>
      </SimpleForm>
    </Create>
  );
}

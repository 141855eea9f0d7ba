import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import TextField from '@mui/material/TextField';
import type { VisitorDraft } from '../api/types';
import { useT } from '../base/i18n';
import { PhotoPicker } from '../modules/visitors/PhotoPicker';

interface VisitorFieldsProps {
  draft: VisitorDraft;
  onDraft: (draft: VisitorDraft) => void;
  photo: File | null;
  onPhoto: (photo: File) => void;
  errors: Readonly<Record<string, string>>;
}

export function VisitorFields({ draft, onDraft, photo, onPhoto, errors }: VisitorFieldsProps) {
  const t = useT();
  const field = (name: 'first_name' | 'last_name' | 'phone' | 'birth_date') => ({
    name,
    fullWidth: true,
    label: t(`resources.visitors.fields.${name}`),
    value: draft[name] ?? '',
    onChange: (event: { target: { value: string } }) => onDraft({ ...draft, [name]: event.target.value }),
    error: Boolean(errors[name]),
    helperText: errors[name],
    autoComplete: 'off',
    sx: { m: 0 },
  });
  return (
    <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
      <TextField {...field('first_name')} required autoFocus />
      <TextField {...field('last_name')} required />
      <TextField
        {...field('birth_date')}
        type="date"
        slotProps={{ inputLabel: { shrink: true }, htmlInput: { max: new Date().toISOString().slice(0, 10) } }}
      />
      <TextField {...field('phone')} type="tel" />
      <Box sx={{ gridColumn: '1 / -1' }}>
        <PhotoPicker value={photo} onChange={onPhoto} />
      </Box>
      <Box sx={{ gridColumn: '1 / -1' }}>
        <FormControlLabel
          required
          control={
            <Checkbox
              name="consent"
              checked={draft.consent}
              onChange={(event) => onDraft({ ...draft, consent: event.target.checked })}
            />
          }
          label={t('desk.session.consent')}
        />
        {errors.consent && <FormHelperText error>{errors.consent}</FormHelperText>}
      </Box>
    </Box>
  );
}

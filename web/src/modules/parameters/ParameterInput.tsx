import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import InputAdornment from '@mui/material/InputAdornment';
import MenuItem from '@mui/material/MenuItem';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import type { Parameter } from '../../api/types';
import { type Key, useT } from '../../base/i18n';
import { ColourInput } from './ColourInput';
import { PICTURE_TYPES, PictureError, pictureOf } from './picture';

interface ParameterInputProps {
  parameter: Parameter;
  agencyId: string | undefined;
  value: unknown;
  /** What the server refused. */
  wrong: string | undefined;
  writable: boolean;
  onChange: (value: unknown) => void;
}

/** The input that a parameter's kind asks for. */
export function ParameterInput({ parameter, agencyId, value, wrong, writable, onChange }: ParameterInputProps) {
  const { id, label, help, kind, min, max, unit, choices, choice_labels: labels } = parameter;
  if (kind === 'switch') {
    return (
      <Box>
        <FormControlLabel
          label={label}
          control={
            <Switch
              name={id}
              checked={value === true}
              disabled={!writable}
              onChange={(_, checked) => onChange(checked)}
              slotProps={{ input: { 'aria-describedby': `${id}-help` } }}
            />
          }
        />
        <FormHelperText id={`${id}-help`} error={Boolean(wrong)}>
          {wrong ?? help}
        </FormHelperText>
      </Box>
    );
  }
  if (kind === 'image') return <ImageInput {...{ parameter, value, wrong, writable, onChange }} />;
  if (kind === 'colour') return <ColourInput {...{ parameter, agencyId, value, wrong, writable, onChange }} />;
  const isNumber = kind === 'integer';
  return (
    <TextField
      id={id}
      name={id}
      label={label}
      helperText={wrong ?? help}
      error={Boolean(wrong)}
      value={value ?? ''}
      select={kind === 'choice'}
      type={isNumber ? 'number' : 'text'}
      onChange={({ target }) => onChange(isNumber && target.value !== '' ? Number(target.value) : target.value)}
      sx={{ m: 0, maxWidth: isNumber || kind === 'choice' ? 420 : undefined }}
      slotProps={{
        htmlInput: { readOnly: !writable, ...(isNumber ? { min, max, step: 1 } : { maxLength: max ?? undefined }) },
        input: unit ? { endAdornment: <InputAdornment position="end">{unit}</InputAdornment> } : undefined,
      }}
    >
      {choices?.map((word, nth) => (
        <MenuItem key={word} value={word}>
          {labels?.[nth] ?? word}
        </MenuItem>
      ))}
    </TextField>
  );
}

function ImageInput({ parameter, value, wrong, writable, onChange }: Omit<ParameterInputProps, 'agencyId'>) {
  const t = useT();
  const { id, label, help } = parameter;
  const [refusal, setRefusal] = useState<Key | null>(null);
  const read = async (file: File | undefined) => {
    if (!file) return;
    setRefusal(null);
    try {
      onChange(await pictureOf(file));
    } catch (error) {
      setRefusal(error instanceof PictureError ? error.reason : 'parameters.picture_unreadable');
    }
  };
  const told = refusal ? t(refusal) : wrong;
  return (
    <Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5 }}>
        {typeof value === 'string' && value !== '' && (
          <Box component="img" src={value} alt={label} sx={{ maxHeight: 56, maxWidth: 180, borderRadius: 0.5, p: 0.5, backgroundColor: 'common.white', border: 1, borderColor: 'divider' }} />
        )}
        {writable && (
          <Button component="label" variant="outlined" size="small">
            {t('parameters.choose_image', { name: label })}
            <input
              hidden
              type="file"
              name={id}
              accept={PICTURE_TYPES}
              onChange={({ target }) => void read(target.files?.[0]).finally(() => (target.value = ''))}
            />
          </Button>
        )}
        {writable && value !== '' && (
          <Button size="small" onClick={() => onChange('')}>
            {t('parameters.no_image')}
          </Button>
        )}
      </Box>
      <FormHelperText error={Boolean(told)} role={told ? 'alert' : undefined}>
        {told ?? help}
      </FormHelperText>
    </Box>
  );
}

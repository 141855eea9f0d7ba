import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import type { Parameter } from '../../api/types';
import { useT } from '../../base/i18n';
import { STATION } from '../../theme';
import { isReadable } from './colour';
import { StationPreview } from './StationPreview';

interface ColourInputProps {
  parameter: Parameter;
  agencyId: string | undefined;
  value: unknown;
  wrong: string | undefined;
  writable: boolean;
  onChange: (value: unknown) => void;
}

const COLOUR = /^#[0-9a-f]{6}$/i;

/** A colour, typed or chosen, and what stations make of it. */
export function ColourInput({ parameter, agencyId, value, wrong, writable, onChange }: ColourInputProps) {
  const t = useT();
  const { id, label, help } = parameter;
  const typed = typeof value === 'string' ? value : '';
  const chosen = COLOUR.test(typed) ? typed : String(parameter.value);
  // One that the server will refuse is not what stations would show.
  const shown = isReadable(chosen, STATION.lightest) ? chosen : String(parameter.value);
  return (
    <Box sx={{ display: 'grid', gap: 1.5 }}>
      <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 1.5 }}>
        <TextField
          id={id}
          name={id}
          label={label}
          helperText={wrong ?? help}
          error={Boolean(wrong)}
          value={typed}
          onChange={({ target }) => onChange(target.value.trim())}
          sx={{ m: 0, maxWidth: 420 }}
          slotProps={{ htmlInput: { readOnly: !writable, maxLength: 7, spellCheck: false } }}
        />
        {writable && (
          <Box
            component="input"
            type="color"
            value={chosen.toLowerCase()}
            aria-label={t('parameters.pick_colour', { name: label })}
            onChange={({ target }) => onChange((target as HTMLInputElement).value)}
            sx={{ width: 48, height: 40, p: 0.25, flexShrink: 0, cursor: 'pointer', border: 1, borderColor: 'divider', borderRadius: 1, background: 'none' }}
          />
        )}
      </Box>
      <StationPreview agencyId={agencyId} accent={shown} />
    </Box>
  );
}

import Box from '@mui/material/Box';
import FormHelperText from '@mui/material/FormHelperText';
import InputAdornment from '@mui/material/InputAdornment';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Typography from '@mui/material/Typography';
import type { Id } from '../api/types';
import { duration } from '../base/format';
import { useT } from '../base/i18n';
import { useRoom } from './rooms';

interface StationFieldProps {
  value: Id | null;
  onChange: (id: Id | null) => void;
  error?: string;
}

const ANY = 'any';

export function StationField({ value, onChange, error }: StationFieldProps) {
  const t = useT();
  const free = useRoom(null).filter(
    (station) => station.id === value || (station.statut === 'disponible' && station.en_ligne),
  );
  return (
    <TextField
      select
      fullWidth
      name="station_id"
      id="session-station"
      label={t('desk.session.station')}
      value={value ?? ANY}
      onChange={(event) => onChange(event.target.value === ANY ? null : event.target.value)}
      error={Boolean(error)}
      helperText={error}
      sx={{ m: 0 }}
      data-testid="session-station"
    >
      <MenuItem value={ANY}>{t('desk.session.any')}</MenuItem>
      {free.map((station) => (
        <MenuItem key={station.id} value={station.id}>
          {[station.name, station.zone].filter(Boolean).join(' · ')}
        </MenuItem>
      ))}
    </TextField>
  );
}

const PRESETS = [15, 30, 60, 120];
const LONGEST_MINUTES = 720;

/** The minutes typed, or null when no session can last so long. */
export function minutesOf(text: string): number | null {
  const minutes = Number(text);
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= LONGEST_MINUTES ? minutes : null;
}

interface DurationFieldProps {
  value: string;
  onChange: (value: string) => void;
  error?: string;
}

export function DurationField({ value, onChange, error }: DurationFieldProps) {
  const t = useT();
  return (
    <Box role="group" aria-labelledby="session-duration">
      <Typography id="session-duration" variant="subtitle2" component="h3" sx={{ mb: 0.75 }}>
        {t('desk.session.duration')}
      </Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={value}
          onChange={(_, next: string | null) => next && onChange(next)}
          aria-label={t('desk.session.duration')}
        >
          {PRESETS.map((minutes) => (
            <ToggleButton
              key={minutes}
              value={String(minutes)}
              sx={{ px: 1.75, height: 40 }}
              data-testid={`minutes-${minutes}`}
            >
              {duration(minutes * 60)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <TextField
          name="minutes"
          value={value}
          onChange={(event) => onChange(event.target.value.replace(/\D/g, ''))}
          error={Boolean(error)}
          sx={{ width: 120, m: 0 }}
          slotProps={{
            htmlInput: { inputMode: 'numeric', maxLength: 3, 'aria-label': t('desk.session.minutes') },
            input: { endAdornment: <InputAdornment position="end">min</InputAdornment> },
          }}
        />
      </Box>
      {error && <FormHelperText error>{error}</FormHelperText>}
    </Box>
  );
}

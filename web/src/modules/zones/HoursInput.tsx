import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useInput } from 'react-admin';
import { type Hours, WEEKDAYS, type Weekday } from '../../api/types';
import { useT } from '../../base/i18n';
import { spansOf, textOf } from './hours';

/** A day that cannot be read stands as null, so that the form is not sent. */
type Typed = Partial<Record<Weekday, Hours[Weekday] | null>>;

const readable = (hours: Typed | null | undefined) =>
  hours && Object.values(hours).includes(null) ? 'hours.wrong' : undefined;

/** When a room is open, day by day; always, when it has no hours. */
export function HoursInput({ source }: { source: string }) {
  const t = useT();
  const { field } = useInput<Typed | null>({ source, validate: readable, defaultValue: null, parse: (typed) => typed });
  // A form shows an absent value as an empty text.
  const hours = (field.value || null) as Typed | null;
  const [texts, setTexts] = useState<Partial<Record<Weekday, string>>>({});
  const type = (day: Weekday, text: string) => {
    setTexts({ ...texts, [day]: text });
    field.onChange({ ...hours, [day]: spansOf(text) });
  };
  return (
    <Box component="fieldset" sx={{ border: 0, p: 0, m: 0, mb: 2, width: 1 }}>
      <FormControlLabel
        label={t(hours ? 'hours.limited' : 'hours.always')}
        control={
          <Switch
            checked={hours !== null}
            onChange={(_, limited) => field.onChange(limited ? {} : null)}
            data-testid="hours-limited"
          />
        }
      />
      {hours && (
        <Box sx={{ display: 'grid', gap: 1 }}>
          <FormHelperText sx={{ mx: 0 }}>{t('hours.hint')}</FormHelperText>
          {WEEKDAYS.map((day) => {
            const wrong = hours[day] === null;
            return (
              <TextField
                key={day}
                size="small"
                name={`hours.${day}`}
                label={t(`weekday.${day}`)}
                value={texts[day] ?? textOf(hours[day] ?? undefined)}
                onChange={(event) => type(day, event.target.value)}
                error={wrong}
                helperText={wrong ? t('hours.wrong') : undefined}
                sx={{ m: 0 }}
              />
            );
          })}
        </Box>
      )}
    </Box>
  );
}

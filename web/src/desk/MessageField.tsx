import TextField from '@mui/material/TextField';
import { useT } from '../base/i18n';

const LONGEST_MESSAGE = 500;

interface MessageFieldProps {
  value: string;
  onChange: (text: string) => void;
}

/** What is written to the screens of stations. */
export function MessageField({ value, onChange }: MessageFieldProps) {
  const t = useT();
  return (
    <TextField
      autoFocus
      fullWidth
      multiline
      minRows={3}
      name="message"
      label={t('desk.message_text')}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ htmlInput: { maxLength: LONGEST_MESSAGE } }}
      sx={{ mt: 1.5 }}
    />
  );
}

import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useFormats } from '../base/format';
import { useT } from '../base/i18n';
import { outbox, useUnsent } from '../desk/unsent';

/** What the server has not answered, wherever the operator is. */
export function UnsentActions() {
  const t = useT();
  const formats = useFormats();
  const letters = useUnsent();
  return (
    <Box role="status">
      {letters.length > 0 && (
        <Alert severity="warning" data-testid="unsent" sx={{ mb: 1.5, '& .MuiAlert-message': { flex: 1, minWidth: 0 } }}>
          <AlertTitle sx={{ fontSize: '0.95rem', mb: 0.25 }}>
            {t('unsent.title', { smart_count: letters.length })}
          </AlertTitle>
          {t('unsent.explained')}
          <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
            {letters.map((letter) => (
              <Box component="li" key={letter.key} sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
                <Box component="span" sx={{ fontWeight: 600 }}>
                  {letter.what}
                </Box>
                <Box component="span" sx={{ flex: 1 }}>
                  {t('unsent.since', { time: formats.time(letter.at) })}
                </Box>
                <Button
                  color="inherit"
                  size="small"
                  aria-label={t('unsent.per', { what: letter.what })}
                  onClick={() => outbox.giveUp(letter)}
                  data-testid="unsent-give-up"
                >
                  {t('unsent.give_up')}
                </Button>
              </Box>
            ))}
          </Box>
        </Alert>
      )}
    </Box>
  );
}

import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useT } from '../base/i18n';
import { outbox, useUnsent } from '../desk/unsent';

/** What the server has not answered, wherever the operator is. */
export function UnsentActions() {
  const t = useT();
  const letters = useUnsent();
  return (
    <Box role="status">
      {letters.length > 0 && (
        <Alert
          severity="warning"
          data-testid="unsent"
          action={
            <Button color="inherit" size="small" onClick={outbox.giveUp} data-testid="unsent-give-up">
              {t('unsent.give_up')}
            </Button>
          }
          sx={{ mb: 1.5 }}
        >
          <AlertTitle sx={{ fontSize: '0.95rem', mb: 0.25 }}>
            {t('unsent.title', { smart_count: letters.length })}
          </AlertTitle>
          <Box component="span" sx={{ fontWeight: 600 }}>
            {letters.map(({ what }) => what).join(', ')}
          </Box>
          {'. '}
          {t('unsent.explained')}
        </Alert>
      )}
    </Box>
  );
}

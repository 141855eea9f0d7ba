import CloudOff from '@mui/icons-material/CloudOff';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import CssBaseline from '@mui/material/CssBaseline';
import { createTheme, ThemeProvider } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useEffect, useState } from 'react';
import { http } from '../base/http';
import { i18nProvider } from '../base/i18n';
import { isTransient } from '../base/problem';
import { countUnsent } from '../desk/unsent';
import { themeOf } from '../theme';

const RETRY_MS = 5_000;

/** What the console shows when it opens and the server does not answer. Who is at the desk is not known then. */
export function OfflinePage({ language, onAnswer }: { language: string; onAnswer: () => void }) {
  const dark = useMediaQuery('(prefers-color-scheme: dark)');
  const [busy, setBusy] = useState(false);
  const [, setSpoken] = useState('fr');
  useEffect(() => {
    if (language !== 'fr') void i18nProvider.changeLocale(language).then(() => setSpoken(language));
  }, [language]);
  const t = i18nProvider.translate;
  const unsent = countUnsent();

  useEffect(() => {
    const look = () =>
      http.refresh().then(onAnswer, (error: unknown) => {
        if (!isTransient(error)) onAnswer();
      });
    const timer = setInterval(() => void look(), RETRY_MS);
    const online = () => void look();
    window.addEventListener('online', online);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', online);
    };
  }, [onAnswer]);

  const retry = async () => {
    setBusy(true);
    try {
      await http.refresh();
      onAnswer();
    } catch (error) {
      if (!isTransient(error)) onAnswer();
    } finally {
      setBusy(false);
    }
  };

  return (
    <ThemeProvider theme={createTheme(themeOf(dark ? 'dark' : 'light'))}>
      <CssBaseline />
      <Box
        component="main"
        data-testid="offline-page"
        sx={{ minHeight: '100dvh', display: 'grid', placeContent: 'center', justifyItems: 'center', gap: 1.5, p: 3, textAlign: 'center' }}
      >
        <CloudOff color="error" sx={{ fontSize: 56 }} aria-hidden />
        <Typography variant="h5" component="h1">
          {t('floor.offline.title')}
        </Typography>
        <Typography color="textSecondary" role="status" sx={{ maxWidth: 420 }}>
          {t('floor.offline.text')}
        </Typography>
        {unsent > 0 && (
          <Typography data-testid="offline-unsent" sx={{ fontWeight: 650, maxWidth: 420 }}>
            {t('floor.offline.unsent', { smart_count: unsent })}
          </Typography>
        )}
        <Button variant="contained" disabled={busy} onClick={() => void retry()} data-testid="offline-retry">
          {t('floor.offline.retry')}
        </Button>
      </Box>
    </ThemeProvider>
  );
}

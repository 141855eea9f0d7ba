import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { alpha } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { LocalesMenuButton, Notification, ToggleThemeButton } from 'react-admin';
import { useT } from '../../base/i18n';

export function AccountFrame({ children }: { children: ReactNode }) {
  const t = useT();
  return (
    <Box
      component="main"
      sx={(theme) => ({
        minHeight: '100dvh',
        display: 'grid',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 5fr) minmax(0, 6fr)' },
        backgroundColor: theme.palette.background.default,
      })}
    >
      <Poster />
      <Box sx={{ display: 'flex', flexDirection: 'column', minWidth: 0 }}>
        <Box sx={{ display: 'flex', justifyContent: 'flex-end', gap: 0.5, p: 1.5 }}>
          <LocalesMenuButton />
          <ToggleThemeButton />
        </Box>
        <Box sx={{ flex: 1, display: 'grid', placeItems: 'center', px: 2.5, pb: 8 }}>
          <Box sx={{ width: '100%', maxWidth: 380 }}>
            <Box sx={{ display: { xs: 'flex', md: 'none' }, alignItems: 'center', gap: 1.25, mb: 3 }}>
              <Mark size={36} />
              <Typography sx={{ fontWeight: 750, fontSize: '1.25rem' }}>{t('app.name')}</Typography>
            </Box>
            {children}
          </Box>
        </Box>
      </Box>
      <Notification />
    </Box>
  );
}

function Mark({ size }: { size: number }) {
  return <Box component="img" src="/favicon.svg" alt="" width={size} height={size} sx={{ display: 'block' }} />;
}

/** A quiet room plan: the product, not a stock picture. */
function Poster() {
  const t = useT();
  const tones = ['busy', 'free', 'busy', 'paused', 'free', 'soon', 'busy', 'off', 'free'] as const;
  return (
    <Box
      sx={(theme) => ({
        display: { xs: 'none', md: 'flex' },
        flexDirection: 'column',
        justifyContent: 'space-between',
        p: 5,
        borderRight: `1px solid ${theme.palette.line}`,
        background: `radial-gradient(120% 90% at 0% 0%, ${alpha(theme.palette.primary.main, 0.2)}, transparent 60%),
          radial-gradient(90% 80% at 100% 100%, ${alpha(theme.palette.tone.free, 0.14)}, transparent 60%),
          ${theme.palette.background.paper}`,
      })}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5 }}>
        <Mark size={40} />
        <Typography sx={{ fontWeight: 750, fontSize: '1.4rem', letterSpacing: '-0.02em' }}>{t('app.name')}</Typography>
      </Box>
      <Box aria-hidden sx={{ display: 'grid', gridTemplateColumns: 'repeat(3, 1fr)', gap: 1.5, maxWidth: 440 }}>
        {tones.map((tone, index) => (
          <Box
            key={index}
            sx={(theme) => ({
              height: 76,
              borderRadius: 1.75,
              border: `1px solid ${theme.palette.line}`,
              borderLeft: `4px solid ${theme.palette.tone[tone]}`,
              backgroundColor: alpha(theme.palette.background.paper, 0.8),
              p: 1.5,
              display: 'flex',
              flexDirection: 'column',
              gap: 1,
              '&::before, &::after': {
                content: '""',
                borderRadius: 4,
                backgroundColor: alpha(theme.palette.text.primary, 0.14),
              },
              '&::before': { height: 8, width: '45%' },
              '&::after': {
                height: 16,
                width: tone === 'free' || tone === 'off' ? '18%' : '70%',
                backgroundColor: alpha(theme.palette.tone[tone], 0.55),
              },
            })}
          />
        ))}
      </Box>
      <Typography
        sx={{ fontSize: '1.7rem', fontWeight: 700, letterSpacing: '-0.025em', maxWidth: 420, lineHeight: 1.2 }}
      >
        {t('app.tagline')}
      </Typography>
    </Box>
  );
}

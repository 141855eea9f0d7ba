import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { LocalesMenuButton, Notification, ToggleThemeButton } from 'react-admin';
import { useT } from '../../base/i18n';
import { Mark } from './Mark';
import { Poster } from './Poster';

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

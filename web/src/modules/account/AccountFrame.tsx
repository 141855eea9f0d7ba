import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { LocalesMenuButton, Notification, ToggleThemeButton } from 'react-admin';
import { Brand } from './Mark';
import { Poster } from './Poster';

export function AccountFrame({ children }: { children: ReactNode }) {
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
              <Brand size={36} fontSize="1.25rem" />
            </Box>
            {children}
          </Box>
        </Box>
      </Box>
      <Notification />
    </Box>
  );
}

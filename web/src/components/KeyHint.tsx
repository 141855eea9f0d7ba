import Box from '@mui/material/Box';
import { alpha } from '@mui/material/styles';

/** The key that does the same, printed on its button; useless where there is no keyboard. */
export function KeyHint({ children, on = 'ground' }: { children: string; on?: 'ground' | 'primary' }) {
  return (
    <Box
      component="kbd"
      aria-hidden
      sx={(theme) => ({
        display: { xs: 'none', sm: 'inline-block' },
        ml: 1,
        minWidth: 18,
        px: 0.5,
        borderRadius: 0.5,
        fontFamily: 'inherit',
        fontSize: '0.72rem',
        lineHeight: '17px',
        fontWeight: 650,
        textAlign: 'center',
        color: 'inherit',
        border: `1px solid ${alpha(on === 'primary' ? theme.palette.primary.contrastText : theme.palette.text.primary, 0.35)}`,
      })}
    >
      {children}
    </Box>
  );
}

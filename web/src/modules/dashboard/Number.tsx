import Box from '@mui/material/Box';
import type { SxProps, Theme } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { useFormats } from '../../base/format';
import { useT } from '../../base/i18n';

/** A number that leads to the rows that make it. */
export function RowsLink({ to, label, children, sx }: { to: string; label?: string; children: ReactNode; sx?: SxProps<Theme> }) {
  return (
    <Box
      component={Link}
      to={to}
      aria-label={label}
      sx={[
        {
          color: 'inherit',
          textDecoration: 'underline',
          textDecorationColor: 'transparent',
          textUnderlineOffset: '0.18em',
          textDecorationThickness: '0.08em',
          borderRadius: 0.5,
          '&:hover, &:focus-visible': { textDecorationColor: 'currentColor' },
          '@media (hover: none)': { textDecorationColor: 'currentColor' },
        },
        ...(Array.isArray(sx) ? sx : [sx]),
      ]}
    >
      {children}
    </Box>
  );
}

interface EvolutionProps {
  now: number;
  before: number;
  /** How the number before is written. */
  write: (value: number) => string;
  /** The rows of the number before. */
  to?: string;
}

/** How a number stands to the one before it: an arrow, a sign, and the number itself. */
export function Evolution({ now, before, write, to }: EvolutionProps) {
  const t = useT();
  const formats = useFormats();
  const said = t('dashboard.before', { value: write(before) });
  const percent = before === 0 ? null : Math.round(((now - before) / before) * 100);
  const sign = now === before ? '=' : now > before ? '▲' : '▼';
  return (
    <Box component="span" sx={{ color: 'text.secondary', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
      <span aria-hidden>{sign} </span>
      {now === before
        ? t('dashboard.same')
        : percent !== null && `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${formats.number(Math.abs(percent))} %`}
      {now !== before && (
        <>
          {percent !== null && ' · '}
          {to ? <RowsLink to={to}>{said}</RowsLink> : said}
        </>
      )}
    </Box>
  );
}

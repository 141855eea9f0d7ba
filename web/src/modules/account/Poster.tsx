import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { alpha } from '@mui/material/styles';
import { useT } from '../../base/i18n';
import { ToneIcon } from '../../components/ToneChip';
import type { Tone } from '../../theme';
import { Brand } from './Mark';

const ROOM: [Tone, string | null][] = [
  ['busy', '42:10'],
  ['free', null],
  ['busy', '1:08:31'],
  ['paused', '25:00'],
  ['free', null],
  ['soon', '04:20'],
  ['busy', '17:46'],
  ['off', null],
  ['free', null],
];

/** What this is, beside the form: a sentence, and a quiet room plan rather than a stock picture. */
export function Poster() {
  const t = useT();
  return (
    <Box
      sx={(theme) => ({
        display: { xs: 'none', md: 'flex' },
        flexDirection: 'column',
        p: { md: 4, lg: 6 },
        borderRight: `1px solid ${theme.palette.line}`,
        background: `radial-gradient(110% 80% at 0% 0%, ${alpha(theme.palette.primary.main, 0.16)}, transparent 65%),
          ${theme.palette.background.paper}`,
      })}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5 }}>
        <Brand size={40} fontSize="1.4rem" />
      </Box>
      <Box sx={{ flex: 1, display: 'flex', flexDirection: 'column', justifyContent: 'center', maxWidth: 480, py: 4 }}>
        <Typography sx={{ fontSize: '2rem', fontWeight: 750, letterSpacing: '-0.028em', lineHeight: 1.2 }}>
          {t('login.about')}
        </Typography>
        <Typography color="textSecondary" sx={{ mt: 1.5, mb: 4, fontSize: '1.05rem', lineHeight: 1.6 }}>
          {t('login.about_text')}
        </Typography>
        <Box aria-hidden sx={{ display: 'grid', gridTemplateColumns: 'repeat(3, 1fr)', gap: 1.25 }}>
          {ROOM.map(([tone, time], index) => (
            <Station key={index} name={`PC-0${index + 1}`} tone={tone} time={time} />
          ))}
        </Box>
      </Box>
    </Box>
  );
}

function Station({ name, tone, time }: { name: string; tone: Tone; time: string | null }) {
  return (
    <Box
      sx={(theme) => ({
        position: 'relative',
        overflow: 'hidden',
        borderRadius: 1.75,
        border: `1px solid ${theme.palette.line}`,
        backgroundColor: theme.palette.background.paper,
        p: '9px 12px 10px 15px',
        '&::before': {
          content: '""',
          position: 'absolute',
          insetBlock: 0,
          left: 0,
          width: 4,
          backgroundColor: theme.palette.tone[tone],
        },
      })}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between' }}>
        <Typography variant="body2" color="textSecondary" sx={{ fontWeight: 600 }}>
          {name}
        </Typography>
        <ToneIcon tone={tone} size={16} />
      </Box>
      <Typography
        color={time ? 'textPrimary' : 'textSecondary'}
        sx={{ fontSize: '1.25rem', fontWeight: 700, letterSpacing: '-0.02em', fontVariantNumeric: 'tabular-nums' }}
      >
        {time ?? '—'}
      </Typography>
    </Box>
  );
}

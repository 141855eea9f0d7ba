import Bookmark from '@mui/icons-material/BookmarkBorder';
import Build from '@mui/icons-material/Build';
import LinkOff from '@mui/icons-material/LinkOff';
import Pause from '@mui/icons-material/Pause';
import PlayArrow from '@mui/icons-material/PlayArrow';
import PowerOff from '@mui/icons-material/PowerSettingsNew';
import RadioButtonUnchecked from '@mui/icons-material/RadioButtonUnchecked';
import WarningAmber from '@mui/icons-material/WarningAmber';
import type { SvgIconProps } from '@mui/material/SvgIcon';
import Box from '@mui/material/Box';
import { alpha } from '@mui/material/styles';
import type { ComponentType, ReactNode } from 'react';
import type { Tone } from '../theme';

const SHAPES: Record<Tone, ComponentType<SvgIconProps>> = {
  free: RadioButtonUnchecked,
  busy: PlayArrow,
  soon: WarningAmber,
  paused: Pause,
  reserved: Bookmark,
  repair: Build,
  off: PowerOff,
  lost: LinkOff,
};

/** A state is told three times: colour, shape, word. */
export function ToneIcon({ tone, size = 14, icon }: { tone: Tone; size?: number; icon?: ComponentType<SvgIconProps> }) {
  const Shape = icon ?? SHAPES[tone];
  return <Shape aria-hidden sx={{ fontSize: size, color: (theme) => theme.palette.tone[tone] }} />;
}

interface ToneChipProps {
  tone: Tone;
  children: ReactNode;
  className?: string;
  testId?: string;
  /** In place of the tone's own shape. */
  icon?: ComponentType<SvgIconProps>;
}

export function ToneChip({ tone, children, className, testId, icon }: ToneChipProps) {
  return (
    <Box
      component="span"
      className={className}
      data-testid={testId}
      data-tone={tone}
      sx={(theme) => ({
        display: 'inline-flex',
        alignItems: 'center',
        gap: 0.5,
        px: 0.9,
        py: 0.15,
        borderRadius: 0.75,
        fontSize: '0.78rem',
        lineHeight: 1.6,
        fontWeight: 550,
        whiteSpace: 'nowrap',
        color: theme.palette.tone[tone],
        border: `1px solid ${alpha(theme.palette.tone[tone], 0.45)}`,
        backgroundColor: alpha(theme.palette.tone[tone], 0.04),
      })}
    >
      <ToneIcon tone={tone} icon={icon} />
      {children}
    </Box>
  );
}

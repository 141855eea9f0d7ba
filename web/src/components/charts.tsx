import Box from '@mui/material/Box';
import useMediaQuery from '@mui/material/useMediaQuery';
import { alpha, type Theme, useTheme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Tone } from '../theme';
import { ToneIcon } from './ToneChip';

/** One column: a value, the one before it, and where both lead. */
export interface Point {
  key: string;
  /** Under the column. */
  tick: string;
  /** All that the column says, in words. */
  said: string;
  value: number;
  before?: number;
  to: string;
}

const HEIGHT = 168;

/** The next of 1, 2, 5, 10, 20, 50… that two steps of reach `most`. */
function stepOf(most: number, unit: number): number {
  const wanted = Math.max(most / 3, unit);
  const power = 10 ** Math.floor(Math.log10(wanted / unit));
  const found = [1, 2, 5, 10].find((digit) => digit * power * unit >= wanted) ?? 10;
  return found * power * unit;
}

interface ColumnsProps {
  label: string;
  points: Point[];
  /** What the scale counts in; 1 unless told. */
  unit?: number;
  write: (value: number) => string;
  legend: { now: string; before?: string };
}

/** Columns that are links, each with its words; what was before is a dashed line over them. */
export function Columns({ label, points, unit = 1, write, legend }: ColumnsProps) {
  const { palette } = useTheme();
  const phone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const most = Math.max(unit, ...points.flatMap(({ value, before = 0 }) => [value, before]));
  const step = stepOf(most, unit);
  const top = Math.ceil(most / step) * step;
  const share = (value: number) => `${(value / top) * 100}%`;
  const lines = Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step);
  const each = Math.max(1, Math.ceil(points.length / (phone ? 4 : 8)));
  const gap = points.length > 40 ? '1px' : points.length > 14 ? '3px' : '8px';
  return (
    <Box component="figure" sx={{ m: 0 }} aria-label={label}>
      <Box sx={{ display: 'grid', gridTemplateColumns: 'auto minmax(0, 1fr)', columnGap: 1 }}>
        <Box aria-hidden sx={{ position: 'relative', height: HEIGHT, minWidth: 28, color: 'text.secondary', fontSize: '0.78rem' }}>
          {/* The widest of them makes the room. */}
          <Box sx={{ visibility: 'hidden', whiteSpace: 'nowrap' }}>{write(top)}</Box>
          {lines.map((line) => (
            <Box key={line} sx={{ position: 'absolute', right: 0, bottom: share(line), transform: 'translateY(50%)', whiteSpace: 'nowrap' }}>
              {write(line)}
            </Box>
          ))}
        </Box>
        <Box sx={{ position: 'relative', height: HEIGHT }}>
          {lines.map((line) => (
            <Box key={line} aria-hidden sx={{ position: 'absolute', insetInline: 0, bottom: share(line), borderTop: `1px solid ${palette.line}` }} />
          ))}
          <Box component="ol" sx={{ position: 'absolute', inset: 0, m: 0, p: 0, listStyle: 'none', display: 'flex', gap, alignItems: 'stretch' }}>
            {points.map((point) => (
              <Box component="li" key={point.key} sx={{ flex: 1, minWidth: 0, maxWidth: 72, mx: 'auto', position: 'relative' }}>
                <Box
                  component={Link}
                  to={point.to}
                  aria-label={point.said}
                  title={point.said}
                  sx={{
                    position: 'absolute',
                    inset: 0,
                    borderRadius: 1,
                    '&:hover': { bgcolor: 'action.hover' },
                    '&:hover .bar, &:focus-visible .bar': { filter: 'brightness(0.9)' },
                  }}
                >
                  <Box
                    className="bar"
                    sx={{
                      position: 'absolute',
                      insetInline: points.length > 14 ? 0 : '12%',
                      bottom: 0,
                      height: share(point.value),
                      minHeight: point.value > 0 ? 2 : 0,
                      bgcolor: 'primary.main',
                      borderRadius: points.length > 40 ? '2px 2px 0 0' : '5px 5px 0 0',
                      printColorAdjust: 'exact',
                    }}
                  />
                  {point.before !== undefined && point.before > 0 && (
                    <Box
                      sx={{
                        position: 'absolute',
                        insetInline: 0,
                        bottom: share(point.before),
                        borderTop: `2px dashed ${palette.text.secondary}`,
                      }}
                    />
                  )}
                </Box>
              </Box>
            ))}
          </Box>
        </Box>
        <Box aria-hidden sx={{ gridColumn: 2, display: 'flex', gap, mt: 0.5, color: 'text.secondary', fontSize: '0.78rem', height: 18 }}>
          {points.map((point, index) => (
            <Box key={point.key} sx={{ flex: 1, minWidth: 0, maxWidth: 72, mx: 'auto', position: 'relative' }}>
              {index % each === 0 && (
                <Box sx={{ position: 'absolute', left: '50%', transform: 'translateX(-50%)', whiteSpace: 'nowrap' }}>{point.tick}</Box>
              )}
            </Box>
          ))}
        </Box>
      </Box>
      <Legend {...legend} />
    </Box>
  );
}

function Legend({ now, before }: ColumnsProps['legend']) {
  if (!before) return null;
  return (
    <Box component="figcaption" sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, mt: 1, color: 'text.secondary', fontSize: '0.82rem' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.75 }}>
        <Box aria-hidden sx={{ width: 11, height: 11, borderRadius: 0.4, bgcolor: 'primary.main', printColorAdjust: 'exact' }} />
        {now}
      </Box>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.75 }}>
        <Box aria-hidden sx={{ width: 16, borderTop: '2px dashed', borderColor: 'text.secondary' }} />
        {before}
      </Box>
    </Box>
  );
}

/** A part of a whole, its share as a bar beside its number. */
export interface Part {
  key: string;
  label: string;
  value: number;
  /** Its number, as it is written, and what belongs beside it. */
  shown: ReactNode;
  tone?: Tone;
}

export function Bars({ parts, label }: { parts: Part[]; label: string }) {
  const { palette } = useTheme();
  const most = Math.max(1, ...parts.map(({ value }) => value));
  return (
    <Box component="ul" aria-label={label} sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1.25 }}>
      {parts.map((part) => {
        const colour = part.tone ? palette.tone[part.tone] : palette.primary.main;
        return (
          <Box component="li" key={part.key}>
            <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.75, mb: 0.4 }}>
              {part.tone && <ToneIcon tone={part.tone} />}
              <Typography sx={{ flex: 1, minWidth: 0 }} noWrap>
                {part.label}
              </Typography>
              {part.shown}
            </Box>
            <Box aria-hidden sx={{ height: 7, borderRadius: 4, bgcolor: alpha(colour, 0.12), printColorAdjust: 'exact' }}>
              <Box sx={{ height: 1, width: `${(part.value / most) * 100}%`, borderRadius: 4, bgcolor: colour, printColorAdjust: 'exact' }} />
            </Box>
          </Box>
        );
      })}
    </Box>
  );
}

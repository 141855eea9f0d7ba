import type { PaletteMode, ThemeOptions } from '@mui/material/styles';
import type { RaThemeOptions } from 'react-admin';

/** What a station or a session is doing, as a colour. */
export type Tone = 'free' | 'busy' | 'soon' | 'paused' | 'reserved' | 'repair' | 'off' | 'lost';

declare module '@mui/material/styles' {
  interface Palette {
    tone: Record<Tone, string>;
    /** The ground of tables, tiles and cards, and the line around them. */
    line: string;
  }
  interface PaletteOptions {
    tone: Record<Tone, string>;
    line: string;
  }
}

/** The lock screen of stations, which has one look in every mode of the console. */
export const STATION = {
  lightest: '#103353',
  night: 'linear-gradient(100deg, #103353, #0c2740 60%, #061320)',
  card: '#06101b',
  ink: '#071422',
  text: '#ffffff',
};

const TONES: Record<PaletteMode, Record<Tone, string>> = {
  light: {
    free: '#13703a',
    busy: '#1f5ae0',
    soon: '#b45309',
    paused: '#7c3aed',
    reserved: '#0f766e',
    repair: '#475569',
    off: '#64748b',
    lost: '#c81e1e',
  },
  dark: {
    free: '#4ade80',
    busy: '#7cb0ff',
    soon: '#fbbf24',
    paused: '#b79cff',
    reserved: '#2dd4bf',
    repair: '#a3b1c6',
    off: '#8fa0b8',
    lost: '#ff8a8a',
  },
};

const GROUND: Record<PaletteMode, ThemeOptions['palette']> = {
  light: {
    primary: { main: '#4453e0', dark: '#3541b8', light: '#eceefc', contrastText: '#ffffff' },
    secondary: { main: '#ffffff', contrastText: '#15171f' },
    error: { main: '#c81e1e' },
    success: { main: '#13703a' },
    warning: { main: '#b45309' },
    info: { main: '#2563eb' },
    background: { default: '#f7f8fb', paper: '#ffffff' },
    text: { primary: '#15171f', secondary: '#5b6373' },
    divider: '#e5e8ee',
    line: '#e3e6ee',
    tone: TONES.light,
  },
  dark: {
    primary: { main: '#929dff', dark: '#7682f0', light: '#262b4d', contrastText: '#0d0f16' },
    secondary: { main: '#151821', contrastText: '#eceef4' },
    error: { main: '#ff8a8a' },
    success: { main: '#4ade80' },
    warning: { main: '#fbbf24' },
    info: { main: '#7cb0ff' },
    background: { default: '#0e1017', paper: '#171a24' },
    text: { primary: '#eceef4', secondary: '#a3abbd' },
    divider: '#272c3a',
    line: '#2a3040',
    tone: TONES.dark,
  },
};

/** A checkbox's name belongs on its input; react-admin's rows put it on the frame, where readers ignore it. */
const NAMED_INPUT = {
  input: (props: object) => ('aria-label' in props ? { 'aria-label': props['aria-label'] } : {}),
  root: { 'aria-label': undefined },
};

const PHONE = '@media (max-width:599.95px)';
const FONT = '"Inter Variable", system-ui, -apple-system, "Segoe UI", sans-serif';

export function themeOf(mode: PaletteMode): RaThemeOptions {
  const palette = { mode, ...GROUND[mode] } as NonNullable<ThemeOptions['palette']>;
  const line = `1px solid ${palette.line}`;
  return {
    palette,
    shape: { borderRadius: 8 },
    sidebar: { width: 216, closedWidth: 56 },
    typography: {
      fontFamily: FONT,
      fontSize: 13,
      h6: { fontWeight: 700, fontSize: '1.02rem', letterSpacing: '-0.01em' },
      h5: { fontWeight: 700, letterSpacing: '-0.015em' },
      h4: { fontWeight: 750, letterSpacing: '-0.02em' },
      subtitle2: { fontWeight: 650 },
      button: { textTransform: 'none', fontWeight: 650 },
    },
    components: {
      MuiCssBaseline: {
        styleOverrides: {
          body: { overflowX: 'hidden' },
          '*:focus-visible': { outline: `2px solid ${mode === 'light' ? '#4453e0' : '#929dff'}`, outlineOffset: 2 },
          // A page on paper is what it says, without what surrounds it.
          '@media print': {
            '.RaLayout-appFrame > header, .RaSidebar-root, .RaShow-actions, .RaTopToolbar-root, button': { display: 'none !important' },
            '.RaLayout-appFrame': { marginTop: '0 !important' },
          },
          '@media (prefers-reduced-motion: reduce)': {
            '*, *::before, *::after': { animationDuration: '1ms !important', transitionDuration: '1ms !important' },
          },
        },
      },
      MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' }, outlined: { borderColor: palette.line } } },
      MuiCard: { defaultProps: { variant: 'outlined' }, styleOverrides: { root: { borderRadius: 14 } } },
      MuiButton: { defaultProps: { disableElevation: true }, styleOverrides: { root: { minHeight: 34 } } },
      MuiTextField: { defaultProps: { variant: 'outlined', size: 'small', margin: 'dense' } },
      MuiFormControl: { defaultProps: { variant: 'outlined', size: 'small', margin: 'dense' } },
      MuiAutocomplete: { defaultProps: { fullWidth: true } },
      MuiAppBar: {
        defaultProps: { elevation: 0 },
        styleOverrides: { root: { borderBottom: line, backgroundImage: 'none' } },
      },
      MuiDialog: { styleOverrides: { paper: { borderRadius: 16 } } },
      MuiChip: { styleOverrides: { root: { fontWeight: 550 } } },
      MuiToggleButton: { styleOverrides: { root: { textTransform: 'none', fontWeight: 600 } } },
      MuiCheckbox: { defaultProps: { slotProps: NAMED_INPUT } },
      MuiTooltip: { defaultProps: { arrow: true } },
      MuiTableCell: {
        styleOverrides: { root: { borderColor: palette.line, padding: '7px 12px' }, head: { fontWeight: 650 } },
      },
      ...raComponents(palette, line),
    },
  } as RaThemeOptions;
}

function raComponents(palette: NonNullable<ThemeOptions['palette']>, line: string) {
  const selected = palette.primary as { light: string; main: string };
  return {
    RaLayout: {
      styleOverrides: {
        root: {
          // Wide tables scroll by themselves; they do not widen the page.
          minWidth: 0,
          '& .RaLayout-appFrame': { marginTop: 56, minWidth: 0 },
          '& .RaLayout-contentWithSidebar': { minWidth: 0 },
          '& .RaLayout-content': { padding: '20px 16px 32px', minWidth: 0 },
        },
      },
    },
    RaAppBar: {
      styleOverrides: {
        root: { '& .RaAppBar-toolbar': { minHeight: 48, gap: 4 }, '& .RaAppBar-menuButton': { marginRight: 4 } },
      },
    },
    RaSidebar: { styleOverrides: { root: { '& .RaSidebar-fixed': { paddingTop: 4 } } } },
    RaMenuItemLink: {
      styleOverrides: {
        root: {
          margin: '1px 8px',
          borderRadius: 8,
          minHeight: 36,
          fontWeight: 500,
          color: (palette.text as { secondary: string }).secondary,
          '& .RaMenuItemLink-icon': { minWidth: 36, color: 'inherit' },
          '&.RaMenuItemLink-active': {
            backgroundColor: selected.light,
            color: selected.main,
            fontWeight: 700,
            '& .RaMenuItemLink-icon': { color: 'inherit' },
          },
        },
      },
    },
    RaList: {
      styleOverrides: { root: { '& .RaList-content': { border: line, borderRadius: 12, boxShadow: 'none' } } },
    },
    RaTopToolbar: {
      styleOverrides: {
        root: {
          justifyContent: 'flex-end',
          whiteSpace: 'nowrap',
          [PHONE]: { backgroundColor: 'transparent', flex: '0 1 auto', flexWrap: 'wrap', marginLeft: 'auto' },
        },
      },
    },
    RaListToolbar: {
      styleOverrides: {
        root: {
          [PHONE]: { backgroundColor: 'transparent', flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center' },
        },
      },
    },
    RaDataTable: {
      styleOverrides: {
        root: {
          '& .RaDataTable-tableWrapper': { overflowX: 'auto', borderRadius: 12 },
          '& .RaDataTable-headerCell': { color: (palette.text as { secondary: string }).secondary },
          '& .RaDataTable-row:last-of-type .MuiTableCell-root': { borderBottom: 0 },
        },
      },
    },
  };
}

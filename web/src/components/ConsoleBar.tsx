import AccountCircle from '@mui/icons-material/AccountCircleOutlined';
import KeyboardOutlined from '@mui/icons-material/KeyboardOutlined';
import Search from '@mui/icons-material/Search';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import IconButton from '@mui/material/IconButton';
import ListItemIcon from '@mui/material/ListItemIcon';
import MenuItem from '@mui/material/MenuItem';
import type { Theme } from '@mui/material/styles';
import Tooltip from '@mui/material/Tooltip';
import {
  AppBar,
  LoadingIndicator,
  LocalesMenuButton,
  Logout,
  TitlePortal,
  ToggleThemeButton,
  useGetIdentity,
  UserMenu,
  useUserMenu,
} from 'react-admin';
import { Link } from 'react-router-dom';
import { useT } from '../base/i18n';
import { CallBell } from './CallBell';
import { KeyHint } from './KeyHint';
import { SiteLogo } from './SiteLogo';
import { useShell } from './shell';

/** On a phone the language is its icon: the page's title needs the room. */
const COMPACT = (theme: Theme) => ({
  [theme.breakpoints.down('sm')]: {
    '& .MuiButton-root': { fontSize: 0, minWidth: 0 },
    '& .MuiButton-startIcon': { margin: 0 },
    '& .MuiButton-endIcon': { display: 'none' },
  },
});

export function ConsoleBar() {
  return (
    <AppBar alwaysOn color="secondary" toolbar={<Tools />} userMenu={<AccountMenu />}>
      <Box sx={{ display: { xs: 'none', sm: 'block' }, mr: 1.5 }}>
        <SiteLogo height={32} width={120} />
      </Box>
      <TitlePortal
        component="h1"
        variant="h6"
        sx={{ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
      />
      <CallBell />
      <SearchButton />
    </AppBar>
  );
}

/** Called by what is written on it, or people who speak to their computer could not press it. */
function AccountMenu() {
  const { identity } = useGetIdentity();
  return (
    <UserMenu label={identity?.fullName ?? 'ra.auth.user_menu'}>
      <OwnAccount />
      <Logout />
    </UserMenu>
  );
}

function OwnAccount() {
  const t = useT();
  const menu = useUserMenu();
  return (
    <MenuItem component={Link} to="/account" onClick={() => menu?.onClose()} data-testid="own-account">
      <ListItemIcon>
        <AccountCircle fontSize="small" />
      </ListItemIcon>
      {t('account.title')}
    </MenuItem>
  );
}

function SearchButton() {
  const t = useT();
  const { openPalette } = useShell();
  return (
    <>
      <ButtonBase
        onClick={openPalette}
        data-testid="open-palette"
        sx={{
          display: { xs: 'none', md: 'flex' },
          width: 220,
          height: 32,
          px: 1,
          gap: 1,
          mr: 1,
          borderRadius: 1,
          border: 1,
          borderColor: 'divider',
          color: 'text.secondary',
          justifyContent: 'flex-start',
          font: 'inherit',
          '&:hover': { borderColor: 'text.secondary' },
        }}
      >
        <Search fontSize="small" />
        <Box component="span" sx={{ flex: 1, textAlign: 'left' }}>
          {t('app.search')}
        </Box>
        <KeyHint>Ctrl K</KeyHint>
      </ButtonBase>
      <IconButton
        color="inherit"
        onClick={openPalette}
        aria-label={t('palette.title')}
        sx={{ display: { xs: 'inline-flex', md: 'none' } }}
      >
        <Search />
      </IconButton>
    </>
  );
}

function Tools() {
  const t = useT();
  const { openKeys } = useShell();
  return (
    <>
      <Tooltip title={t('app.keys')}>
        <IconButton
          color="inherit"
          onClick={openKeys}
          aria-label={t('app.keys')}
          sx={{ display: { xs: 'none', md: 'inline-flex' } }}
        >
          <KeyboardOutlined />
        </IconButton>
      </Tooltip>
      <Box sx={COMPACT}>
        <LocalesMenuButton />
      </Box>
      <ToggleThemeButton />
      <Box sx={{ display: { xs: 'none', sm: 'block' } }}>
        <LoadingIndicator aria-label={t('app.loading')} />
      </Box>
    </>
  );
}

import Box from '@mui/material/Box';
import { useSite } from '../base/site';

interface SiteLogoProps {
  height: number;
  width: number;
}

/** The logo on a screen: on white, as it was drawn for. */
export function SiteLogo({ height, width }: SiteLogoProps) {
  const site = useSite();
  if (!site?.logo) return null;
  return (
    <Box
      component="img"
      src={site.logo}
      alt={site.name}
      data-testid="site-logo"
      sx={{ display: 'block', height, maxWidth: width, objectFit: 'contain', borderRadius: 0.75, p: 0.25, backgroundColor: 'common.white' }}
    />
  );
}

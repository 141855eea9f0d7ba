import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useT } from '../../base/i18n';
import { useSite } from '../../base/site';
import { SiteLogo } from '../../components/SiteLogo';

/** Whose console this is: the site's logo and name, or the program's own. */
export function Brand({ size, fontSize }: { size: number; fontSize: string }) {
  const t = useT();
  const site = useSite();
  return (
    <>
      {site?.logo ? (
        <SiteLogo height={size} width={size * 4} />
      ) : (
        <Box component="img" src="/favicon.svg" alt="" width={size} height={size} sx={{ display: 'block' }} />
      )}
      <Typography sx={{ fontWeight: 750, fontSize, letterSpacing: '-0.02em' }}>{site?.logo ? site.name : t('app.name')}</Typography>
    </>
  );
}

import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { CreateButton, useCanAccess, useListContext, useResourceDefinition, useTranslate } from 'react-admin';

/** A list without rows: why that is, and what to do about it. */
export function Nothing({ resource }: { resource: string }) {
  const translate = useTranslate();
  const { filterValues, setFilters } = useListContext();
  const { icon: Icon, hasCreate } = useResourceDefinition({ resource });
  const { canAccess: canCreate } = useCanAccess({ resource, action: 'create' });
  const filtered = Object.keys(filterValues ?? {}).length > 0;
  const why = filtered ? 'app.nothing_found' : `resources.${resource}.empty`;
  return (
    <Box
      data-testid="nothing"
      sx={{ display: 'grid', justifyItems: 'center', gap: 1, px: 2, py: { xs: 4, sm: 7 }, textAlign: 'center' }}
    >
      {Icon && <Icon aria-hidden sx={{ fontSize: 40, color: 'text.secondary' }} />}
      <Typography sx={{ maxWidth: 460, color: 'text.secondary' }}>{translate(why, { _: translate('app.nothing') })}</Typography>
      {filtered && <Button onClick={() => setFilters({}, [])}>{translate('ra.navigation.clear_filters')}</Button>}
      {!filtered && hasCreate && canCreate && <CreateButton resource={resource} />}
    </Box>
  );
}

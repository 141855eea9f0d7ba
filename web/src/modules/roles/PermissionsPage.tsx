import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import { Title } from 'react-admin';
import { useT } from '../../base/i18n';
import { useRoles } from '../users/roles';
import { ModuleName } from './ModuleName';
import { byModule, HIGHEST, usePermissionRows } from './useMatrix';

/** Every permission, what it allows, and which roles have it. */
export default function PermissionsPage() {
  const t = useT();
  const roles = useRoles().filter(({ code }) => code !== HIGHEST);
  return (
    <Box sx={{ display: 'grid', gap: 2, maxWidth: 1000 }} data-testid="permissions">
      <Title title={t('menu.permissions')} />
      {byModule(usePermissionRows()).map(([module, rows]) => (
        <Card key={module} sx={{ p: 2.5 }}>
          <Typography variant="h6" component="h2">
            <ModuleName module={module} />
          </Typography>
          {rows.map(({ code, label }) => (
            <Box
              key={code}
              sx={{
                display: 'grid',
                gap: 1,
                gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'minmax(0, 1fr) minmax(0, 1fr)' },
                py: 1,
                borderTop: 1,
                borderColor: 'divider',
              }}
            >
              <Box sx={{ minWidth: 0 }}>
                <Typography>{label}</Typography>
                <Typography component="code" variant="body2" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
                  {code}
                </Typography>
              </Box>
              <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5, alignContent: 'center' }}>
                {roles
                  .filter(({ permissions }) => permissions.includes(code))
                  .map((role) => (
                    <Chip key={role.code} size="small" label={role.label} />
                  ))}
              </Box>
            </Box>
          ))}
        </Card>
      ))}
    </Box>
  );
}

import Add from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import type { Theme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useState } from 'react';
import { Title, useGetResourceLabel } from 'react-admin';
import type { Role } from '../../api/types';
import { useCan } from '../../base/access';
import { useT } from '../../base/i18n';
import { Matrix } from './Matrix';
import { RoleDialog } from './RoleDialog';
import { RoleSheet } from './RoleSheet';
import { useMatrix, usePermissionRows } from './useMatrix';

/** Roles against permissions; on a phone, one role at a time. */
export default function RolesPage() {
  const t = useT();
  const can = useCan();
  const labelOf = useGetResourceLabel();
  const phone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('md'));
  const { roles, toggle, reload } = useMatrix();
  const permissions = usePermissionRows();
  const [edited, setEdited] = useState<Role | 'new' | null>(null);
  const writable = can('comptes:gerer_roles');
  const props = { roles, permissions, toggle: writable ? toggle : undefined, onEdit: writable ? setEdited : undefined };
  return (
    <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }} data-testid="roles">
      <Title title={labelOf('roles', 2)} />
      <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography color="textSecondary" sx={{ flex: '1 1 300px' }}>
          {t('matrix.explain')}
        </Typography>
        {writable && (
          <Button variant="contained" startIcon={<Add />} onClick={() => setEdited('new')} data-testid="new-role">
            {t('matrix.create')}
          </Button>
        )}
      </Box>
      <Card sx={{ minWidth: 0 }}>{phone ? <RoleSheet {...props} /> : <Matrix {...props} />}</Card>
      {edited && (
        <RoleDialog
          role={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onDone={() => {
            setEdited(null);
            void reload();
          }}
        />
      )}
    </Box>
  );
}

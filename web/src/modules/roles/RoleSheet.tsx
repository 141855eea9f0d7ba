import EditOutlined from '@mui/icons-material/EditOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { Fragment, useState } from 'react';
import { useT } from '../../base/i18n';
import { type MatrixProps, Tick } from './Matrix';
import { ModuleName } from './ModuleName';
import { byModule } from './useMatrix';

/** One column of the matrix, where there is no room for all. */
export function RoleSheet({ roles, permissions, toggle, onEdit }: MatrixProps) {
  const t = useT();
  const [chosen, setChosen] = useState('');
  const role = roles.find(({ code }) => code === chosen) ?? roles[0];
  if (!role) return null;
  return (
    <Box sx={{ p: 2 }}>
      <TextField
        select
        id="role"
        label={t('matrix.role')}
        value={role.code}
        onChange={(event) => setChosen(event.target.value)}
        fullWidth
        sx={{ m: 0 }}
      >
        {roles.map(({ code, label }) => (
          <MenuItem key={code} value={code}>
            {label}
          </MenuItem>
        ))}
      </TextField>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mt: 1 }}>
        <Typography color="textSecondary" sx={{ flex: 1 }}>
          {t('matrix.holders', { smart_count: role.users })}
          {role.require_2fa && ' · 2FA'}
        </Typography>
        {onEdit && (
          <Button size="small" startIcon={<EditOutlined />} onClick={() => onEdit(role)}>
            {t('matrix.edit', { name: '' })}
          </Button>
        )}
      </Box>
      {byModule(permissions).map(([module, rows]) => (
        <Fragment key={module}>
          <Typography component="h2" sx={{ fontWeight: 700, mt: 2 }}>
            <ModuleName module={module} />
          </Typography>
          {rows.map((permission) => (
            <Box
              component="label"
              key={permission.code}
              sx={{ display: 'flex', gap: 1.5, py: 1, alignItems: 'center', '& input': { width: 20, height: 20 } }}
            >
              <Tick role={role} permission={permission} toggle={toggle} />
              <span>{permission.label}</span>
            </Box>
          ))}
        </Fragment>
      ))}
    </Box>
  );
}

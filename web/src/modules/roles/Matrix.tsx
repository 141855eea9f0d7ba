import EditOutlined from '@mui/icons-material/EditOutlined';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { Fragment } from 'react';
import type { PermissionRow, Role } from '../../api/types';
import { useT } from '../../base/i18n';
import { ModuleName } from './ModuleName';
import { byModule, HIGHEST } from './useMatrix';

export interface MatrixProps {
  roles: readonly Role[];
  permissions: readonly PermissionRow[];
  /** Absent for those who may only look. */
  toggle?: (role: Role, permission: string, held: boolean) => Promise<void>;
  onEdit?: (role: Role) => void;
}

/** A thousand ticks: plain boxes, or the page would be slow to draw. */
export function Matrix({ roles, permissions, toggle, onEdit }: MatrixProps) {
  const t = useT();
  return (
    <Box
      // Reached by the keyboard, so that it can be scrolled by it.
      tabIndex={0}
      role="region"
      aria-label={t('matrix.explain')}
      sx={{ overflow: 'auto', maxHeight: 'calc(100dvh - 190px)' }}
    >
      <Box
        component="table"
        sx={{
          borderCollapse: 'separate',
          borderSpacing: 0,
          '& th, & td': { borderBottom: 1, borderColor: 'divider', p: '5px 10px' },
          '& thead th': { position: 'sticky', top: 0, zIndex: 2, bgcolor: 'background.paper', verticalAlign: 'bottom' },
          '& tbody th, & thead th:first-of-type': {
            position: 'sticky',
            left: 0,
            zIndex: 1,
            bgcolor: 'background.paper',
            textAlign: 'left',
            fontWeight: 500,
            minWidth: 250,
          },
          '& thead th:first-of-type': { zIndex: 3 },
          '& td': { textAlign: 'center' },
          '& input': { width: 18, height: 18, accentColor: (theme) => theme.palette.primary.main, cursor: 'pointer' },
          '& tbody tr:hover th, & tbody tr:hover td': { bgcolor: 'action.hover' },
        }}
      >
        <thead>
          <tr>
            <Box component="th" scope="col">
              {t('permissions.label')}
            </Box>
            {roles.map((role) => (
              <Box component="th" scope="col" key={role.code} sx={{ minWidth: 108, fontSize: '0.85rem' }}>
                {role.label}
                <Box component="span" sx={{ display: 'block', fontWeight: 400, color: 'text.secondary' }}>
                  {t('matrix.holders', { smart_count: role.users })}
                  {role.require_2fa && ' · 2FA'}
                </Box>
                {onEdit && (
                  <IconButton
                    size="small"
                    onClick={() => onEdit(role)}
                    aria-label={t('matrix.edit', { name: role.label })}
                    data-testid={`edit-role-${role.code}`}
                  >
                    <EditOutlined fontSize="small" />
                  </IconButton>
                )}
              </Box>
            ))}
          </tr>
        </thead>
        <tbody>
          {byModule(permissions).map(([module, rows]) => (
            <Fragment key={module}>
              <tr>
                <Box component="th" scope="colgroup" sx={{ '&&': { fontWeight: 700 } }}>
                  <ModuleName module={module} />
                </Box>
                <td colSpan={roles.length} />
              </tr>
              {rows.map((permission) => (
                <tr key={permission.code}>
                  <th scope="row">{permission.label}</th>
                  {roles.map((role) => (
                    <td key={role.code}>
                      <Tick role={role} permission={permission} toggle={toggle} />
                    </td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}

interface TickProps {
  role: Role;
  permission: PermissionRow;
  toggle: MatrixProps['toggle'];
}

export function Tick({ role, permission, toggle }: TickProps) {
  const t = useT();
  return (
    <input
      type="checkbox"
      checked={role.permissions.includes(permission.code)}
      disabled={!toggle || role.code === HIGHEST}
      onChange={(event) => void toggle?.(role, permission.code, event.target.checked)}
      aria-label={t('matrix.cell', { permission: permission.label, role: role.label })}
      data-testid={`tick-${role.code}-${permission.code}`}
    />
  );
}

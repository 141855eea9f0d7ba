import { usePermissions } from 'react-admin';
import type { Permission } from '../api/types';

/** Whether the operator may do this; the server decides again. */
export function useCan(): (permission: Permission) => boolean {
  const { permissions } = usePermissions<Permission[]>();
  return (permission) => permissions?.includes(permission) ?? false;
}

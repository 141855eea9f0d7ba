import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNotify } from 'react-admin';
import type { Page, PermissionRow, Role } from '../../api/types';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { ROLES_KEY, useRoles } from '../users/roles';

/** Holds every permission, always: nothing of it is changed. */
export const HIGHEST = 'super_admin';

export function usePermissionRows(): PermissionRow[] {
  const { data } = useQuery({
    queryKey: ['permissions'],
    queryFn: ({ signal }) =>
      http.get<Page<PermissionRow>>('/api/accounts/permissions/', { page_size: 200 }, signal),
  });
  return data?.results ?? [];
}

/** The permissions of each module, in the server's order. */
export function byModule(rows: readonly PermissionRow[]): [string, PermissionRow[]][] {
  const groups = new Map<string, PermissionRow[]>();
  for (const row of rows) groups.set(row.module, [...(groups.get(row.module) ?? []), row]);
  return [...groups];
}

/** Roles, and what gives and takes; a tick is shown at once and taken back with the server's reason. */
export function useMatrix() {
  const t = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const roles = useRoles();
  const set = (role: Role) =>
    client.setQueryData<Page<Role>>([ROLES_KEY], (page) =>
      page ? { ...page, results: page.results.map((known) => (known.code === role.code ? role : known)) } : page,
    );
  const toggle = async (role: Role, permission: string, held: boolean) => {
    const path = `/api/accounts/roles/${role.code}/permissions/${permission}/`;
    const others = role.permissions.filter((code) => code !== permission);
    set({ ...role, permissions: held ? [...others, permission] : others });
    try {
      if (held) set(await http.put<Role>(path, {}));
      else await http.delete(path);
    } catch (error) {
      set(role);
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    }
  };
  const reload = () => client.invalidateQueries({ queryKey: [ROLES_KEY] });
  return { roles, toggle, reload };
}

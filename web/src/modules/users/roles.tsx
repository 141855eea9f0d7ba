import { useQuery } from '@tanstack/react-query';
import { SelectInput, type SelectInputProps, useGetList } from 'react-admin';
import type { Agency, Page, Role } from '../../api/types';
import { http } from '../../base/http';

export const ROLES_KEY = 'roles';

/** Every role, as the server has them. */
export function useRoles(): Role[] {
  const { data } = useQuery({
    queryKey: [ROLES_KEY],
    queryFn: ({ signal }) => http.get<Page<Role>>('/api/accounts/roles/', { page_size: 200, ordering: 'label' }, signal),
  });
  return data?.results ?? [];
}

/** A role's name; its code until it is known. */
export function useRoleLabel(): (code: string) => string {
  const roles = useRoles();
  return (code) => roles.find((role) => role.code === code)?.label ?? code;
}

/** The provinces that agencies lie in: for another one a role would hold no row. */
export function useProvinces(): string[] {
  const all = { pagination: { page: 1, perPage: 200 }, sort: { field: 'name', order: 'ASC' as const } };
  const { data = [] } = useGetList<Agency>('agencies', all);
  return [...new Set(data.flatMap(({ province }) => province ?? []))].sort();
}

export function RoleSelect(props: SelectInputProps) {
  const roles = useRoles();
  return <SelectInput {...props} choices={roles.map(({ code, label }) => ({ id: code, name: label }))} />;
}

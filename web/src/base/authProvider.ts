import type { AuthProvider } from 'react-admin';
import type { Permission } from './access';
import { http } from './http';
import { preferences } from './preferences';
import { ProblemError } from './problem';

export type Action = 'list' | 'show' | 'create' | 'edit' | 'delete' | 'export';
/** Which permission an action on a resource needs; an action that is not named is nobody's. */
export type Rights = Readonly<Record<string, Partial<Record<Action, Permission>>>>;

export interface Credentials {
  username: string;
  password: string;
  /** Present when the operator was made to choose a new one. */
  newPassword?: string;
  /** The code of the second factor. */
  otp?: string;
  /** The login is open already: a second factor was confirmed, which signs in. */
  open?: boolean;
}

/**
 * Pages for people who cannot sign in. They are reached by loading them: a login that was refused before would
 * lead every other page back to the login.
 */
export const PUBLIC_PAGES = ['/forgotten-password', '/new-password', '/confirm-account', '/confirm-email'] as const;

/** There, nobody is asked for a login: a refusal would lead to it. */
const onPublicPage = () => PUBLIC_PAGES.some((page) => window.location.pathname.startsWith(page));

export function createAuthProvider(rights: Rights): AuthProvider {
  return {
    login: async ({ username, password, newPassword, otp, open }: Credentials) => {
      if (open) return;
      if (newPassword) await http.changePassword(username, password, newPassword, otp);
      else await http.login(username, password, otp);
    },
    logout: async () => {
      preferences.forget();
      await http.logout();
    },
    checkAuth: async () => {
      if (onPublicPage()) return;
      if (!http.user()) await http.refresh();
    },
    checkError: async (error: unknown) => {
      if (error instanceof ProblemError && error.status === 401) throw error;
    },
    getIdentity: async () => {
      const user = http.user() ?? (await http.refresh());
      return { id: user.id, fullName: `${user.first_name} ${user.last_name}`.trim() || user.username };
    },
    getPermissions: async () => (onPublicPage() ? [] : (http.user() ?? (await http.refresh())).permissions),
    canAccess: async ({ resource, action }) => {
      const needed = rights[resource]?.[action as Action];
      return needed !== undefined && (http.user()?.permissions.includes(needed) ?? false);
    },
  };
}

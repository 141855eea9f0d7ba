import type { Plugin } from 'vite';

/**
 * react-admin lets people edit titles and columns in place, and has a login page and English words of its own
 * for whoever brings none. The console uses none of it, but every first load would carry it, forms and all.
 */
const UNUSED: Record<string, string> = {
  './PageTitleConfigurable.js': "export { PageTitle as PageTitleConfigurable } from './PageTitle.js'; export const PageTitleEditor = () => null;",
  './Inspector.js': 'export const Inspector = () => null;',
  './Login.js': 'export const Login = () => null; export const LoginClasses = {};',
  './defaultI18nProvider.js': 'export const defaultI18nProvider = undefined;',
};

/** Leaves out of react-admin what the console never shows. */
export function lean(): Plugin {
  const found = new Map<string, string>();
  return {
    name: 'guichet-lean',
    enforce: 'pre',
    apply: 'build',
    async resolveId(source, importer, options) {
      const text = UNUSED[source];
      if (!text || !/\/(ra-ui-materialui|react-admin)\//.test(importer ?? '')) return null;
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      if (resolved) found.set(resolved.id, text);
      return resolved;
    },
    load(id) {
      return found.get(id) ?? null;
    },
  };
}

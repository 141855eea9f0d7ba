import { useTranslate } from 'react-admin';

/** What a module is called; its code when it is of a later version. */
export function ModuleName({ module }: { module: string }) {
  return useTranslate()(`permission_module.${module}`, { _: module });
}

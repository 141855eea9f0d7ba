import { usePermissions } from 'react-admin';

/** The server's permissions, by their codes. */
export type Permission =
  | `visiteurs:${'lire' | 'creer' | 'modifier' | 'supprimer' | 'exporter' | 'bannir'}`
  | `caisse:${'lire' | 'vendre' | 'annuler' | 'controler'}`
  | `postes:${'lire' | 'creer' | 'modifier' | 'supprimer' | 'commander' | 'approuver'}`
  | `sessions:${'lire' | 'creer' | 'piloter' | 'annuler'}`
  | `journal:${'lire' | 'verifier'}`
  | `taches:${'lire' | 'lancer'}`
  | 'rapports:lire'
  | 'systeme:lire'
  | `images:${'lire' | 'publier'}`
  | `agences:${'lire' | 'gerer'}`
  | `zones:${'lire' | 'gerer'}`
  | `tarifs:${'lire' | 'gerer'}`
  | `conditions:${'lire' | 'gerer'}`
  | `parametres:${'lire' | 'modifier'}`
  | `appels:${'lire' | 'repondre'}`
  | `comptes:${'lire' | 'gerer' | 'gerer_roles' | 'gerer_services' | 'sessions' | 'cles'}`;

/** Whether the operator may do this; the server decides again. */
export function useCan(): (permission: Permission) => boolean {
  const { permissions } = usePermissions<Permission[]>();
  return (permission) => permissions?.includes(permission) ?? false;
}

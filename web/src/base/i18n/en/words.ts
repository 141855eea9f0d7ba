import type { Catalogue } from '../catalogue';

type Words = Pick<
  Catalogue,
  | 'station_statut'
  | 'station_presence'
  | 'session_statut'
  | 'end_reason'
  | 'actor_kind'
  | 'entity_kind'
  | 'log_action'
  | 'command'
  | 'consent'
>;

export const words: Words = {
  station_statut: {
    disponible: 'Free',
    occupe: 'Busy',
    reserve: 'Reserved',
    maintenance: 'Maintenance',
    hors_ligne: 'Offline',
  },
  station_presence: {
    online: 'online',
    offline: 'offline',
    soon: 'Ending soon',
    paused: 'Suspended',
    off: 'Off',
    lost: 'Link lost',
    conflict: 'Duplicate',
  },
  session_statut: {
    en_attente: 'Waiting',
    active: 'Active',
    suspendue: 'Suspended',
    terminee: 'Ended',
    expiree: 'Expired',
    annulee: 'Cancelled',
  },
  end_reason: {
    operateur: 'Ended by an operator',
    visiteur: 'The visitor left',
    temps_ecoule: 'Time used up',
    code_perime: 'Code never used',
    annulation: 'Cancelled',
    poste: 'Station taken out of use',
  },
  actor_kind: { user: 'Operator', station: 'Station', system: 'System' },
  entity_kind: {
    visitor: 'Visitor',
    station: 'Station',
    session: 'Session',
    user: 'Account',
    role: 'Role',
    agency: 'Agency',
    zone: 'Room',
    tariff: 'Tariff',
    terms: 'Terms',
    call: 'Call',
  },
  log_action: {
    creation_utilisateur: 'Visitor created',
    modification_utilisateur: 'Visitor changed',
    suppression_utilisateur: 'Visitor erased',
    revocation_consentement: 'Consent withdrawn',
    generation_code: 'Code issued',
    validation_code: 'Code validated',
    demarrage_session: 'Session started',
    suspension_session: 'Session suspended',
    reprise_session: 'Session resumed',
    ajout_temps: 'Time added',
    retrait_temps: 'Time taken back',
    fermeture_session: 'Session ended',
    expiration_session: 'Session expired',
    connexion_poste: 'Station connected',
    deconnexion_poste: 'Station disconnected',
    connexion_operateur: 'Operator signed in',
    erreur: 'Error',
  },
  command: {
    lock: 'Lock the screen',
    message: 'Send a message…',
    restart: 'Restart',
    shutdown: 'Shut down',
    update: 'Update its software',
    wake: 'Switch on',
  },
  consent: { given: 'Consent given', revoked: 'Consent withdrawn', missing: 'No consent' },
};

/** The states and reasons of the wire, as people read them. */
export const words = {
  station_statut: {
    disponible: 'Libre',
    occupe: 'Occupé',
    reserve: 'Réservé',
    maintenance: 'Maintenance',
    hors_ligne: 'Hors ligne',
  },
  station_presence: {
    online: 'en ligne',
    offline: 'hors ligne',
    soon: 'Bientôt fini',
    paused: 'Suspendue',
    off: 'Éteint',
    lost: 'Lien perdu',
  },
  session_statut: {
    en_attente: 'En attente',
    active: 'Active',
    suspendue: 'Suspendue',
    terminee: 'Terminée',
    expiree: 'Expirée',
    annulee: 'Annulée',
  },
  end_reason: {
    operateur: 'Terminée par un opérateur',
    visiteur: 'Le visiteur est parti',
    temps_ecoule: 'Temps écoulé',
    code_perime: 'Code jamais utilisé',
    annulation: 'Annulée',
    poste: 'Poste retiré du service',
  },
  actor_kind: { user: 'Opérateur', station: 'Poste', system: 'Système' },
  command: {
    lock: 'Verrouiller l’écran',
    message: 'Envoyer un message…',
    restart: 'Redémarrer',
    shutdown: 'Éteindre',
    wake: 'Allumer',
  },
  consent: { given: 'Consentement donné', revoked: 'Consentement retiré', missing: 'Sans consentement' },
};

## Les statuts HTTP, en titre d’un problème
title-400 = Requête à corriger
title-401 = Connexion nécessaire
title-403 = Action non autorisée
title-404 = Introuvable
title-405 = Méthode non acceptée
title-409 = Impossible dans l’état actuel
title-412 = Modifié entre-temps
title-413 = Trop volumineux
title-415 = Format non accepté
title-421 = Serveur inconnu
title-422 = Clé déjà utilisée
title-429 = Trop d’essais
title-500 = Erreur du serveur
title-503 = Service momentanément indisponible
title-507 = Disque plein

## Les problèmes
problem-malformed = La requête n’est pas du JSON lisible.
problem-invalid = Des champs sont à corriger.
problem-invalid_code = Ce code n’existe pas. Vérifiez votre ticket ou demandez à l’accueil.
problem-expired_code = Ce code n’est plus valable. Demandez-en un autre à l’accueil.
problem-wrong_station = Ce code est prévu pour un autre poste.
problem-unauthenticated = Connectez-vous d’abord.
problem-bad_credentials = Identifiant ou mot de passe incorrect.
problem-forbidden = Vous n’avez pas le droit de faire cela.
problem-must_change_password = Choisissez d’abord un nouveau mot de passe.
problem-csrf = L’en-tête X-CSRF-Token manque ou ne correspond pas.
problem-wrong_address = Ce poste n’appelle pas depuis son adresse ou sa carte réseau.
problem-not_found = { $noun } introuvable.
problem-no_such_path = Cette adresse n’existe pas.
problem-method_not_allowed = Cette adresse n’accepte pas cette méthode.
problem-duplicate = Cette valeur est déjà utilisée.
problem-wrong_state = La session est { $state } : cette action n’est pas possible.
problem-station_busy = Ce poste a déjà une session en cours.
problem-station_unavailable = Ce poste n’est pas disponible.
problem-no_station_free = Aucun poste n’est libre.
problem-session_open = Une session n’est pas terminée.
problem-in_use = D’autres données s’y rattachent encore.
problem-outdated = Quelqu’un l’a modifié entre-temps : rechargez et recommencez.
problem-body_too_large = Le contenu envoyé est trop volumineux.
problem-unsupported_media_type = Ce format n’est pas accepté ici.
problem-key_reused = Cette clé d’idempotence a servi pour une autre requête.
problem-too_many_attempts = Trop d’essais. Réessayez dans { $seconds } secondes.
problem-unknown_host = Ce serveur ne répond pas à ce nom.
problem-internal = Une erreur s’est produite. Donnez le numéro de la requête à l’administrateur.
problem-unavailable = Le service est momentanément indisponible. Rien n’a été modifié : réessayez.
problem-storage_full = Le disque du serveur est plein. Rien n’a été modifié.

## Les champs
field-required = Ce champ est obligatoire.
field-too_long = { $max } caractères au plus.
field-control_character = Ce texte contient des caractères invisibles.
field-wrong_type = Cette valeur n’a pas la forme attendue.
field-unknown_field = Ce champ n’existe pas.
field-unknown_value = Cette valeur n’est pas proposée.
field-unknown_filter = Ce filtre n’existe pas.
field-unknown_ordering = On ne peut pas trier par « { $name } ».
field-key_length = La clé d’idempotence a de 1 à 200 caractères.
field-duplicate = Cette valeur est déjà utilisée.

## Les noms
noun-row = Élément
noun-agency = Agence
noun-user = Compte
noun-role = Rôle
noun-permission = Permission
noun-auth_session = Connexion
noun-station = Poste
noun-enrolment = Demande d’enrôlement
noun-command = Commande
noun-session = Session
noun-visitor = Visiteur

## Comptes et agences
field-username_format = Lettres sans accent, chiffres et . _ - @ seulement.
field-email_format = Cette adresse électronique n’est pas valable.
field-password_too_short = { $min } caractères au moins.
field-password_too_long = 200 caractères au plus.
field-password_all_numeric = Pas seulement des chiffres.
field-password_too_common = Ce mot de passe est trop courant.
field-password_similar = Ce mot de passe ressemble trop au nom ou à l’adresse.
field-password_unchanged = Le nouveau mot de passe est le même que l’ancien.
field-unknown_role = Ce rôle n’existe pas.
field-country_format = Deux lettres majuscules, comme RE ou CD.
field-timezone_unknown = Fuseau horaire inconnu, comme Indian/Reunion ou Africa/Kinshasa.
field-agency_required = Indiquez l’agence.

## Visiteurs
noun-photo = Photo
field-consent_required = Le consentement est nécessaire pour inscrire un visiteur.
field-consent_withdrawal = Le consentement se retire par l’action « retirer le consentement ».
field-consent_revoked = Ce visiteur a retiré son consentement.
field-quota = Ce visiteur a déjà eu ses sessions du jour (limite : { $limit }).
field-agency_unknown = Cette agence n’existe pas.
field-birth_date_format = Écrivez la date comme 1990-05-17.
field-birth_date_future = Cette date est dans le futur.
field-birth_date_too_old = Cette date est trop ancienne : plus de 120 ans.
field-phone_format = Ce numéro n’est pas valable dans le pays de l’agence.
field-photo_format = La photo doit être un fichier JPEG ou PNG.
field-photo_unreadable = Ce fichier est abîmé ou incomplet.
field-photo_dimensions = Cette photo est trop grande : { $max } millions de pixels au plus.
job-anonymise_visitors = Efface les données des visiteurs qui ne viennent plus ou ont retiré leur consentement, au terme de leur conservation.

## Journal
noun-log = Ligne du journal
field-day_format = Écrivez le jour comme 2026-11-20.
action-creation_utilisateur = Création d’un visiteur
action-modification_utilisateur = Modification d’un visiteur
action-suppression_utilisateur = Suppression d’un visiteur
action-revocation_consentement = Retrait du consentement
action-generation_code = Émission d’un code
action-validation_code = Validation d’un code
action-demarrage_session = Démarrage d’une session
action-suspension_session = Suspension d’une session
action-reprise_session = Reprise d’une session
action-ajout_temps = Ajout de temps
action-retrait_temps = Retrait de temps
action-fermeture_session = Fermeture d’une session
action-expiration_session = Expiration d’une session
action-connexion_poste = Connexion d’un poste
action-deconnexion_poste = Déconnexion d’un poste
action-connexion_operateur = Connexion d’un opérateur
action-erreur = Erreur
action-audit-archive = Archivage du journal
action-audit-purge = Purge du journal archivé
action-jobs-run = Lancement d’une tâche
action-agencies-create = Ouverture d’une agence
action-agencies-update = Modification d’une agence

## Tâches et rapports
noun-job = Tâche
noun-report = Rapport
job-cleanup_expired_sessions = Ferme les sessions dont le temps est écoulé et les codes jamais utilisés (rattrapage après un arrêt ; en marche, une minuterie par session s’en charge).
job-update_session_times = Envoie chaque seconde le temps restant des sessions en cours.
job-send_time_warnings = Envoie les avertissements de fin qui n’auraient pas été donnés (rattrapage).
job-cleanup_old_sessions = Efface les sessions et les données périmées au-delà de leur durée de conservation.
job-generate_sessions_report = Établit le rapport des sessions de la veille.
job-cleanup_old_logs = Supprime les lignes du journal archivées et plus anciennes que leur durée de conservation.
job-generate_logs_report = Établit le rapport du journal de la veille.
job-archive_old_logs = Archive le journal de plus de 30 jours dans un fichier compressé et vérifié.
job-error-timeout = La tâche a dépassé le temps permis.
job-error-panic = La tâche s’est interrompue ; le journal du serveur en dit la cause.
job-error-abandoned = Le serveur s’est arrêté pendant la tâche, à chaque essai.

## Postes et sessions
field-ip_format = Cette adresse IP n’est pas valable.
field-mac_format = Cette adresse MAC n’est pas valable, comme 52:54:00:12:34:56.
field-mac_unknown = L’adresse MAC de ce poste n’est pas connue.
field-statut_by_session = L’état « occupé » suit la session : il ne se choisit pas.
field-credential_format = 64 chiffres hexadécimaux.
field-minutes_range = De 1 à 720 minutes.
field-added_minutes_range = De -720 à 720 minutes, et pas 0.
field-more_than_remains = Il ne reste que { $minutes } minutes.
state-en_attente = en attente
state-active = en cours
state-suspendue = suspendue
state-terminee = terminée
state-expiree = expirée
state-annulee = annulée

## HTTP statuses, as the title of a problem
title-400 = Request to correct
title-401 = Sign-in needed
title-403 = Not allowed
title-404 = Not found
title-405 = Method not accepted
title-409 = Not possible in the current state
title-412 = Changed in the meantime
title-413 = Too large
title-415 = Format not accepted
title-421 = Unknown server
title-422 = Key already used
title-429 = Too many attempts
title-500 = Server error
title-503 = Service unavailable for the moment
title-507 = Disk full

## Problems
problem-malformed = The request is not readable JSON.
problem-invalid = Some fields need correcting.
problem-invalid_code = This code does not exist. Check your ticket or ask at the desk.
problem-expired_code = This code is no longer valid. Ask for another at the desk.
problem-wrong_station = This code is meant for another station.
problem-unauthenticated = Sign in first.
problem-bad_credentials = Wrong login or password.
problem-forbidden = You may not do this.
problem-must_change_password = Choose a new password first.
problem-csrf = The X-CSRF-Token header is missing or does not match.
problem-wrong_address = This station does not call from its own address or network card.
problem-not_found = { $noun } not found.
problem-no_such_path = There is no such address.
problem-method_not_allowed = This address does not accept this method.
problem-duplicate = This value is already used.
problem-wrong_state = The session is { $state }: this is not possible.
problem-station_busy = This station already has a session.
problem-station_unavailable = This station is not available.
problem-no_station_free = No station is free.
problem-session_open = A session is not over.
problem-in_use = Other data still refer to it.
problem-outdated = Somebody changed it in the meantime: reload and try again.
problem-body_too_large = What was sent is too large.
problem-unsupported_media_type = This format is not accepted here.
problem-key_reused = This idempotency key was used for another request.
problem-too_many_attempts = Too many attempts. Try again in { $seconds } seconds.
problem-unknown_host = This server does not answer to this name.
problem-internal = Something went wrong. Give the request number to the administrator.
problem-unavailable = The service is unavailable for the moment. Nothing was changed: try again.
problem-storage_full = The server’s disk is full. Nothing was changed.

## Fields
field-required = This field is required.
field-too_long = At most { $max } characters.
field-control_character = This text contains invisible characters.
field-wrong_type = This value does not have the expected form.
field-unknown_field = There is no such field.
field-unknown_value = This value is not one of those offered.
field-unknown_filter = There is no such filter.
field-unknown_ordering = Sorting by “{ $name }” is not possible.
field-key_length = An idempotency key has 1 to 200 characters.
field-duplicate = This value is already used.

## Nouns
noun-row = Item
noun-agency = Agency
noun-user = Account
noun-role = Role
noun-permission = Permission
noun-auth_session = Login
noun-station = Station
noun-enrolment = Enrolment request
noun-command = Command
noun-session = Session
noun-visitor = Visitor

## Accounts and agencies
field-username_format = Letters without accents, digits and . _ - @ only.
field-email_format = This e-mail address is not valid.
field-password_too_short = At least { $min } characters.
field-password_too_long = At most 200 characters.
field-password_all_numeric = Not digits alone.
field-password_too_common = This password is too common.
field-password_similar = This password is too much like the name or the address.
field-password_unchanged = The new password is the same as the old one.
field-unknown_role = There is no such role.
field-country_format = Two capital letters, such as RE or CD.
field-timezone_unknown = Unknown time zone; write Indian/Reunion or Africa/Kinshasa, for example.
field-agency_required = Name the agency.

## Visitors
noun-photo = Photo
field-consent_required = Consent is needed to register a visitor.
field-consent_withdrawal = Consent is taken back by the action “take consent back”.
field-consent_revoked = This visitor has taken consent back.
field-quota = This visitor has had all sessions of the day (limit: { $limit }).
field-agency_unknown = There is no such agency.
field-birth_date_format = Write the date like 1990-05-17.
field-birth_date_future = This date is in the future.
field-birth_date_too_old = This date is too long ago: more than 120 years.
field-phone_format = This number is not valid in the agency’s country.
field-photo_format = The photo must be a JPEG or PNG file.
field-photo_unreadable = This file is damaged or incomplete.
field-photo_dimensions = This photo is too large: at most { $max } million pixels.
job-anonymise_visitors = Erases the data of visitors who no longer come or took their consent back, once their time is over.

## Log
noun-log = Line of the log
field-day_format = Write the day like 2026-11-20.
action-creation_utilisateur = Visitor created
action-modification_utilisateur = Visitor changed
action-suppression_utilisateur = Visitor removed
action-revocation_consentement = Consent taken back
action-generation_code = Code issued
action-validation_code = Code validated
action-demarrage_session = Session started
action-suspension_session = Session suspended
action-reprise_session = Session resumed
action-ajout_temps = Time added
action-retrait_temps = Time taken back
action-fermeture_session = Session ended
action-expiration_session = Session expired
action-connexion_poste = Station connected
action-deconnexion_poste = Station disconnected
action-connexion_operateur = Operator signed in
action-erreur = Error
action-audit-archive = Log archived
action-audit-purge = Archived log purged
action-jobs-run = Job run by hand
action-agencies-create = Agency opened
action-agencies-update = Agency changed

## Jobs and reports
noun-job = Job
noun-report = Report
job-cleanup_expired_sessions = Closes sessions whose time is used up and codes that were never used (catch-up after a stop; while the server runs, each session has its own timer).
job-update_session_times = Sends the remaining time of running sessions each second.
job-send_time_warnings = Sends warnings of the end that were not given yet (catch-up).
job-cleanup_old_sessions = Erases sessions and expired data past their retention.
job-generate_sessions_report = Makes the report on yesterday’s sessions.
job-cleanup_old_logs = Deletes lines of the log that are archived and past their retention.
job-generate_logs_report = Makes the report on yesterday’s log.
job-archive_old_logs = Archives the log older than 30 days in a compressed, verified file.
job-error-timeout = The job took longer than it may.
job-error-panic = The job broke off; the server’s log has the cause.
job-error-abandoned = The server stopped during the job at each attempt.

## Stations and sessions
field-ip_format = This IP address is not valid.
field-mac_format = This MAC address is not valid; write 52:54:00:12:34:56, for example.
field-mac_unknown = This station’s MAC address is not known.
field-statut_by_session = “Occupied” follows from the session: it cannot be chosen.
field-credential_format = 64 hexadecimal digits.
field-minutes_range = From 1 to 720 minutes.
field-added_minutes_range = From -720 to 720 minutes, and not 0.
field-more_than_remains = Only { $minutes } minutes are left.
state-en_attente = waiting
state-active = running
state-suspendue = suspended
state-terminee = ended
state-expiree = expired
state-annulee = cancelled

CREATE TABLE audit_log (
    id           UUID   NOT NULL PRIMARY KEY,
    seq          BIGINT NOT NULL,
    at           BIGINT NOT NULL,
    actor_kind   TEXT   NOT NULL CHECK (actor_kind IN ('user', 'station', 'system')),
    actor_id     UUID,
    category     TEXT   NOT NULL,
    action       TEXT   NOT NULL,
    entity_kind  TEXT   NOT NULL,
    entity_id    UUID,
    session_id   UUID,
    agency_id    UUID,
    ip           TEXT,
    before_state TEXT,
    after_state  TEXT,
    metadata     TEXT   NOT NULL,
    prev_hash    BYTEA  NOT NULL,
    hash         BYTEA  NOT NULL,
    -- The 17 actions of the digital space; other modules name theirs freely.
    CHECK (category <> 'kiosk' OR action IN (
        'creation_utilisateur', 'modification_utilisateur', 'suppression_utilisateur', 'revocation_consentement',
        'generation_code', 'validation_code', 'demarrage_session', 'suspension_session', 'reprise_session',
        'ajout_temps', 'retrait_temps', 'fermeture_session', 'expiration_session', 'connexion_poste',
        'deconnexion_poste', 'connexion_operateur', 'erreur'))
);
CREATE UNIQUE INDEX audit_log_seq_key ON audit_log (seq);
CREATE INDEX audit_log_at ON audit_log (at);
CREATE INDEX audit_log_action ON audit_log (action, seq);
CREATE INDEX audit_log_session ON audit_log (session_id, seq);
CREATE INDEX audit_log_entity ON audit_log (entity_id, seq);
CREATE INDEX audit_log_actor ON audit_log (actor_id, seq);
CREATE INDEX audit_log_agency ON audit_log (agency_id, seq);

-- The chain's last place and hash: rows cut off at the end would not be missed otherwise.
CREATE TABLE audit_head (
    id   BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    seq  BIGINT NOT NULL,
    hash BYTEA  NOT NULL
);

-- Rows up to last_seq stand in a file whose checksum was verified: only those may be purged.
CREATE TABLE log_archives (
    id         UUID   NOT NULL PRIMARY KEY,
    period     TEXT   NOT NULL,
    file       TEXT   NOT NULL,
    sha256     TEXT   NOT NULL,
    row_count  BIGINT NOT NULL,
    first_seq  BIGINT NOT NULL,
    last_seq   BIGINT NOT NULL,
    last_hash  BYTEA  NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX log_archives_last_seq_key ON log_archives (last_seq);

CREATE TABLE state_changes (
    id          UUID   NOT NULL PRIMARY KEY,
    entity_kind TEXT   NOT NULL,
    entity_id   UUID   NOT NULL,
    from_state  TEXT,
    to_state    TEXT   NOT NULL,
    by_kind     TEXT   NOT NULL,
    by_id       UUID,
    at          BIGINT NOT NULL,
    comment     TEXT
);
CREATE INDEX state_changes_entity ON state_changes (entity_id, at);

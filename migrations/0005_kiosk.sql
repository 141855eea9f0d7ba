CREATE TABLE visitors (
    id                 UUID   NOT NULL PRIMARY KEY,
    agency_id          UUID   NOT NULL REFERENCES agencies (id),
    first_name         TEXT   NOT NULL,
    last_name          TEXT   NOT NULL,
    -- The names and the phone without case and accents, for searching.
    search_text        TEXT   NOT NULL,
    birth_date         TEXT,
    phone              TEXT,
    email              TEXT,
    notes              TEXT,
    photo              TEXT,
    consent_at         BIGINT NOT NULL,
    consent_revoked_at BIGINT,
    -- Until when no session is issued, why, since when and by whom.
    banned_until       BIGINT,
    ban_reason         TEXT,
    banned_at          BIGINT,
    banned_by          UUID   REFERENCES users (id),
    erased_at          BIGINT,
    operateur          UUID   NOT NULL REFERENCES users (id),
    created_at         BIGINT NOT NULL,
    updated_at         BIGINT NOT NULL,
    version            BIGINT NOT NULL
);
CREATE INDEX visitors_agency ON visitors (agency_id, last_name);
CREATE INDEX visitors_created ON visitors (created_at);
CREATE INDEX visitors_phone ON visitors (phone);

CREATE TABLE stations (
    id              UUID   NOT NULL PRIMARY KEY,
    agency_id       UUID   NOT NULL REFERENCES agencies (id),
    name            TEXT   NOT NULL,
    zone            TEXT,
    -- The name, the room and the addresses without case and accents, for searching.
    search_text     TEXT   NOT NULL,
    statut          TEXT   NOT NULL CHECK (statut IN ('disponible', 'occupe', 'reserve', 'maintenance', 'hors_ligne')),
    ip              TEXT,
    mac             TEXT,
    client_version  TEXT,
    -- What kind of client it runs.
    origin          TEXT   NOT NULL CHECK (origin IN ('guichet', 'libki')),
    -- The public half of its Ed25519 key, or what a Libki node is known by; what it last proved itself with is in the five columns below.
    public_key      BYTEA,
    credential_hash BYTEA,
    instance        UUID,
    -- Starts of its client that are over, 16 bytes each, the newest first.
    superseded      BYTEA,
    challenge_at    BIGINT,
    identity_conflict_at BIGINT,
    -- Since when another machine starts over the network with its card's address.
    mac_copied_at   BIGINT,
    enrolled_at     BIGINT,
    last_seen_at    BIGINT,
    -- Its cell on the plan of its room; both null when nobody put it anywhere.
    plan_x          BIGINT,
    plan_y          BIGINT,
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL,
    version         BIGINT NOT NULL
);
CREATE UNIQUE INDEX stations_name_key ON stations (name);
CREATE UNIQUE INDEX stations_ip_key ON stations (ip);
CREATE UNIQUE INDEX stations_mac_key ON stations (mac);
CREATE UNIQUE INDEX stations_public_key_key ON stations (public_key);
CREATE INDEX stations_agency ON stations (agency_id, statut);

-- One-time tokens that let a machine become a station.
CREATE TABLE enrolment_tokens (
    token_hash BYTEA  NOT NULL PRIMARY KEY,
    station_id UUID   NOT NULL REFERENCES stations (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);

-- Machines that ask to become stations, until an operator decides.
CREATE TABLE enrolments (
    id              UUID   NOT NULL PRIMARY KEY,
    public_key      BYTEA  NOT NULL,
    name            TEXT   NOT NULL,
    mac             TEXT,
    ip              TEXT,
    client_version  TEXT,
    origin          TEXT   NOT NULL CHECK (origin IN ('guichet', 'libki')),
    requested_at    BIGINT NOT NULL,
    rejected_at     BIGINT
);
CREATE UNIQUE INDEX enrolments_public_key_key ON enrolments (public_key);

CREATE TABLE station_commands (
    id         UUID   NOT NULL PRIMARY KEY,
    station_id UUID   NOT NULL REFERENCES stations (id) ON DELETE CASCADE,
    kind       TEXT   NOT NULL,
    payload    TEXT   NOT NULL,
    state      TEXT   NOT NULL CHECK (state IN ('queued', 'done', 'failed', 'expired')),
    error      TEXT,
    created_at BIGINT NOT NULL,
    done_at    BIGINT,
    -- When the visitor acknowledged a message.
    read_at    BIGINT,
    -- The client's version when an update was asked, and once the station answered.
    version_before TEXT,
    version_after  TEXT
);
CREATE INDEX station_commands_station ON station_commands (station_id, state);

CREATE TABLE kiosk_sessions (
    id           UUID   NOT NULL PRIMARY KEY,
    agency_id    UUID   NOT NULL REFERENCES agencies (id),
    visitor_id   UUID   REFERENCES visitors (id),
    station_id   UUID   REFERENCES stations (id),
    operateur    UUID   NOT NULL REFERENCES users (id),
    code_hash    BYTEA  NOT NULL,
    code_hint    TEXT   NOT NULL,
    statut       TEXT   NOT NULL CHECK (statut IN ('en_attente', 'active', 'suspendue', 'terminee', 'expiree', 'annulee')),
    duration_s   BIGINT NOT NULL CHECK (duration_s > 0),
    added_s      BIGINT NOT NULL,
    -- What was consumed at counted_at; the time runs since then, and stands still where it is null.
    consumed_ms  BIGINT NOT NULL,
    counted_at   BIGINT,
    warnings     BIGINT NOT NULL,
    valid_until  BIGINT NOT NULL,
    validated_at BIGINT,
    started_at   BIGINT,
    ended_at     BIGINT,
    end_reason   TEXT,
    -- Which terms of use the visitor accepted, and when.
    terms_version     TEXT,
    terms_accepted_at BIGINT,
    -- The session whose unused time this one keeps: it is no other session of the day.
    continues    UUID   REFERENCES kiosk_sessions (id),
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    version      BIGINT NOT NULL,
    CHECK (duration_s + added_s >= 0),
    CHECK (counted_at IS NULL OR statut = 'active')
);
CREATE UNIQUE INDEX kiosk_sessions_code_key ON kiosk_sessions (code_hash);
-- A station holds one session at a time (STA-004).
CREATE UNIQUE INDEX kiosk_sessions_open_station ON kiosk_sessions (station_id) WHERE statut IN ('active', 'suspendue');
CREATE INDEX kiosk_sessions_statut ON kiosk_sessions (statut, created_at);
CREATE INDEX kiosk_sessions_visitor ON kiosk_sessions (visitor_id, created_at);
CREATE INDEX kiosk_sessions_station ON kiosk_sessions (station_id, created_at);
CREATE INDEX kiosk_sessions_agency ON kiosk_sessions (agency_id, created_at);
CREATE INDEX kiosk_sessions_continues ON kiosk_sessions (continues);
CREATE INDEX kiosk_sessions_created ON kiosk_sessions (created_at);
CREATE INDEX kiosk_sessions_started ON kiosk_sessions (agency_id, started_at);
CREATE INDEX kiosk_sessions_ended ON kiosk_sessions (agency_id, ended_at);

-- Traffic data, kept one year and holding nothing else (CNIL, 17 July 2024; CPCE L34-1).
CREATE TABLE connection_logs (
    session_id UUID   NOT NULL PRIMARY KEY,
    station_id UUID   NOT NULL,
    ip         TEXT,
    mac        TEXT,
    started_at BIGINT NOT NULL,
    ended_at   BIGINT
);
CREATE INDEX connection_logs_started ON connection_logs (started_at);

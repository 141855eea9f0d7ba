-- The rooms of an agency, and what holds for the stations that stand there. `stations.zone` is a room's name.
CREATE TABLE zones (
    id          UUID   NOT NULL PRIMARY KEY,
    agency_id   UUID   NOT NULL REFERENCES agencies (id),
    name        TEXT   NOT NULL,
    -- Languages, opening hours, the desktop and what a visitor may do: JSON of one type.
    rules       TEXT   NOT NULL,
    search_text TEXT   NOT NULL,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    version     BIGINT NOT NULL
);
CREATE UNIQUE INDEX zones_agency_name_key ON zones (agency_id, name);

-- What differs at one station from its room.
CREATE TABLE station_settings (
    station_id UUID   NOT NULL PRIMARY KEY REFERENCES stations (id) ON DELETE CASCADE,
    desktop    TEXT   NOT NULL,
    updated_at BIGINT NOT NULL,
    version    BIGINT NOT NULL
);

-- Terms of use. A row is never changed: who accepted a version can always read what it said. The newest of
-- an agency holds there, else the newest of the site (without agency); no texts, no terms.
CREATE TABLE terms (
    id         UUID   NOT NULL PRIMARY KEY,
    agency_id  UUID   REFERENCES agencies (id),
    -- Grows from version to version: instants may be the same.
    seq        BIGINT NOT NULL,
    version    TEXT   NOT NULL,
    texts      TEXT   NOT NULL,
    operateur  UUID   NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX terms_version_key ON terms (version);
CREATE UNIQUE INDEX terms_seq_key ON terms (seq);
CREATE INDEX terms_agency ON terms (agency_id, seq);

CREATE TABLE tariffs (
    id           UUID    NOT NULL PRIMARY KEY,
    agency_id    UUID    NOT NULL REFERENCES agencies (id),
    code         TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    -- One session, a pack of sessions, or a pack of minutes to use over several visits.
    kind         TEXT    NOT NULL CHECK (kind IN ('duree', 'seances', 'minutes')),
    -- Of each session; of the whole pack of minutes.
    minutes      BIGINT  NOT NULL CHECK (minutes > 0),
    -- How many sessions a pack of sessions grants, and for how long a pack holds.
    sessions     BIGINT,
    valid_days   BIGINT,
    price_minor  BIGINT  NOT NULL CHECK (price_minor >= 0),
    currency     TEXT    NOT NULL,
    -- The room it is for; all rooms when null.
    zone_id      UUID    REFERENCES zones (id),
    -- Other prices by room, weekday and hour: JSON, the first that fits holds.
    rules        TEXT    NOT NULL,
    self_service BOOLEAN NOT NULL,
    is_active    BOOLEAN NOT NULL,
    search_text  TEXT    NOT NULL,
    created_at   BIGINT  NOT NULL,
    updated_at   BIGINT  NOT NULL,
    version      BIGINT  NOT NULL
);
CREATE UNIQUE INDEX tariffs_agency_code_key ON tariffs (agency_id, code);
CREATE INDEX tariffs_zone ON tariffs (zone_id);

-- Visitors who ask for somebody from the desk.
CREATE TABLE station_calls (
    id          UUID   NOT NULL PRIMARY KEY,
    station_id  UUID   NOT NULL REFERENCES stations (id) ON DELETE CASCADE,
    agency_id   UUID   NOT NULL REFERENCES agencies (id),
    -- The offer as it was shown, JSON: tariffs change.
    offer       TEXT,
    state       TEXT   NOT NULL CHECK (state IN ('ouvert', 'repondu', 'retire')),
    called_at   BIGINT NOT NULL,
    ended_at    BIGINT,
    answered_by UUID   REFERENCES users (id)
);
-- One open call a station.
CREATE UNIQUE INDEX station_calls_open ON station_calls (station_id) WHERE state = 'ouvert';
CREATE INDEX station_calls_agency ON station_calls (agency_id, state, called_at);

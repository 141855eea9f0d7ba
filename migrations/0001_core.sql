-- Instants (*_at) are milliseconds of UTC; durations say their unit.

CREATE TABLE agencies (
    id         UUID   NOT NULL PRIMARY KEY,
    code       TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    city       TEXT   NOT NULL,
    -- The name, the town and the code without case and accents, for searching.
    search_text TEXT  NOT NULL,
    country    TEXT   NOT NULL,
    province   TEXT,
    timezone   TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version    BIGINT NOT NULL
);
CREATE UNIQUE INDEX agencies_code_key ON agencies (code);
CREATE INDEX agencies_province ON agencies (province);

-- Departments ("services" of seed 002).
CREATE TABLE org_units (
    id         UUID   NOT NULL PRIMARY KEY,
    code       TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    search_text TEXT  NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version    BIGINT NOT NULL
);
CREATE UNIQUE INDEX org_units_code_key ON org_units (code);

CREATE TABLE users (
    id                   UUID    NOT NULL PRIMARY KEY,
    username             TEXT    NOT NULL,
    email                TEXT,
    first_name           TEXT    NOT NULL,
    last_name            TEXT    NOT NULL,
    phone                TEXT,
    -- The language of its e-mails.
    language             TEXT    NOT NULL DEFAULT 'fr',
    -- The names, the login and the address without case and accents, for searching.
    search_text          TEXT    NOT NULL,
    -- `!` for somebody who was invited and has chosen none yet: no password fits it.
    password_hash        TEXT    NOT NULL,
    must_change_password BOOLEAN NOT NULL,
    is_active            BOOLEAN NOT NULL,
    agency_id            UUID    REFERENCES agencies (id),
    org_unit_id          UUID    REFERENCES org_units (id),
    last_login_at        BIGINT,
    created_at           BIGINT  NOT NULL,
    updated_at           BIGINT  NOT NULL,
    version              BIGINT  NOT NULL
);
-- Stored in lower case: one login, however it is typed.
CREATE UNIQUE INDEX users_username_key ON users (username);
CREATE UNIQUE INDEX users_email_key ON users (email);
CREATE INDEX users_agency ON users (agency_id);
CREATE INDEX users_org_unit ON users (org_unit_id);

CREATE TABLE roles (
    id        UUID    NOT NULL PRIMARY KEY,
    code      TEXT    NOT NULL,
    label     TEXT    NOT NULL,
    is_system BOOLEAN NOT NULL,
    -- Who has it must sign in with a second factor.
    require_2fa BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX roles_code_key ON roles (code);

CREATE TABLE permissions (
    code   TEXT NOT NULL PRIMARY KEY,
    module TEXT NOT NULL,
    action TEXT NOT NULL,
    label  TEXT NOT NULL
);
CREATE INDEX permissions_module ON permissions (module);

CREATE TABLE role_permissions (
    role_id    UUID NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    permission TEXT NOT NULL REFERENCES permissions (code) ON DELETE CASCADE,
    PRIMARY KEY (role_id, permission)
);

-- Which rows a role is held for: the account's own, one agency's (the account's when none is
-- named), one province's, or all.
CREATE TABLE user_roles (
    user_id   UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role_id   UUID NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    scope     TEXT NOT NULL CHECK (scope IN ('own', 'agency', 'province', 'all')),
    agency_id UUID REFERENCES agencies (id),
    province  TEXT,
    PRIMARY KEY (user_id, role_id)
);
CREATE INDEX user_roles_role ON user_roles (role_id);

-- One row a login: the family of its refresh tokens.
CREATE TABLE auth_sessions (
    id           UUID   NOT NULL PRIMARY KEY,
    user_id      UUID   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    refresh_jti  UUID   NOT NULL,
    previous_jti UUID,
    rotated_at   BIGINT NOT NULL,
    ip           TEXT,
    user_agent   TEXT,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    revoked_at   BIGINT
);
CREATE INDEX auth_sessions_user ON auth_sessions (user_id);
CREATE INDEX auth_sessions_expires ON auth_sessions (expires_at);

CREATE TABLE revoked_jtis (
    jti        UUID   NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX revoked_jtis_expires ON revoked_jtis (expires_at);

CREATE TABLE idempotency_keys (
    actor_id     UUID   NOT NULL,
    key_hash     BYTEA  NOT NULL,
    request_hash BYTEA  NOT NULL,
    status       BIGINT NOT NULL,
    answer       BYTEA,
    created_at   BIGINT NOT NULL,
    PRIMARY KEY (actor_id, key_hash)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

-- Events for the other server processes; a hint by NOTIFY says which row to read.
CREATE TABLE outbox_events (
    id         UUID   NOT NULL PRIMARY KEY,
    origin     UUID   NOT NULL,
    payload    TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX outbox_events_created ON outbox_events (created_at);

-- What proves an account without its password, and what keeps strangers out.

-- Links sent by e-mail. Only the hash is kept: whoever reads the table can use none of them.
CREATE TABLE account_links (
    id         UUID   NOT NULL PRIMARY KEY,
    user_id    UUID   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    purpose    TEXT   NOT NULL CHECK (purpose IN ('invitation', 'password_reset', 'email_change')),
    token_hash BYTEA  NOT NULL,
    -- The address that the link proves, when it is for that.
    email      TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);
CREATE UNIQUE INDEX account_links_token_key ON account_links (token_hash);
CREATE INDEX account_links_user ON account_links (user_id);
CREATE INDEX account_links_expires ON account_links (expires_at);

-- Accounts that visitors of the public site asked for. Nobody has one before the address is proven, and who proved it
-- chooses the password.
CREATE TABLE registrations (
    id            UUID   NOT NULL PRIMARY KEY,
    email         TEXT   NOT NULL,
    first_name    TEXT   NOT NULL,
    last_name     TEXT   NOT NULL,
    language      TEXT   NOT NULL,
    token_hash    BYTEA  NOT NULL,
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL
);
CREATE UNIQUE INDEX registrations_token_key ON registrations (token_hash);
CREATE INDEX registrations_expires ON registrations (expires_at);

-- The secret of the second factor, sealed with the installation's key; it counts once it was confirmed.
CREATE TABLE second_factors (
    user_id      UUID   NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    secret       BYTEA  NOT NULL,
    created_at   BIGINT NOT NULL,
    confirmed_at BIGINT,
    -- The last period whose code was used: none is good twice.
    last_step    BIGINT NOT NULL
);

CREATE TABLE recovery_codes (
    id        UUID   NOT NULL PRIMARY KEY,
    user_id   UUID   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    code_hash BYTEA  NOT NULL,
    used_at   BIGINT
);
CREATE UNIQUE INDEX recovery_codes_hash_key ON recovery_codes (user_id, code_hash);

-- Failures in a row of one login from one source: a stranger elsewhere locks nobody out. The login is
-- kept as a keyed hash, whether or not it exists.
CREATE TABLE login_failures (
    login_hash   BYTEA  NOT NULL,
    -- An address, its network for IPv6, or `device:` and what a browser is known by.
    ip           TEXT   NOT NULL,
    failures     BIGINT NOT NULL,
    last_at      BIGINT NOT NULL,
    locked_until BIGINT NOT NULL,
    PRIMARY KEY (login_hash, ip)
);
CREATE INDEX login_failures_last ON login_failures (last_at);

CREATE TABLE api_keys (
    id            UUID   NOT NULL PRIMARY KEY,
    name          TEXT   NOT NULL,
    -- Its beginning, to know it by.
    prefix        TEXT   NOT NULL,
    key_hash      BYTEA  NOT NULL,
    -- A key can do what its owner can, at most.
    user_id       UUID   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- Codes of permissions, JSON.
    scopes        TEXT   NOT NULL,
    rate_per_hour BIGINT NOT NULL CHECK (rate_per_hour > 0),
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    revoked_at    BIGINT,
    last_used_at  BIGINT
);
CREATE UNIQUE INDEX api_keys_hash_key ON api_keys (key_hash);
CREATE INDEX api_keys_user ON api_keys (user_id);

-- Letters to send. What they say is sealed with the installation's key, and forgotten once they are gone.
CREATE TABLE mails (
    id         UUID   NOT NULL PRIMARY KEY,
    kind       TEXT   NOT NULL,
    content    BYTEA,
    state      TEXT   NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    attempts   BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at   BIGINT,
    error      TEXT
);
CREATE INDEX mails_state ON mails (state, not_before);

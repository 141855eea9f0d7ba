-- What an administrator changed of the system's parameters: JSON of the parameter's kind. What is not here has its default.
CREATE TABLE parameters (
    id         UUID   NOT NULL PRIMARY KEY,
    key        TEXT   NOT NULL,
    -- The agency it holds in; the whole site when null.
    agency_id  UUID   REFERENCES agencies (id),
    value      TEXT   NOT NULL,
    updated_by UUID   NOT NULL REFERENCES users (id),
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX parameters_site_key ON parameters (key) WHERE agency_id IS NULL;
CREATE UNIQUE INDEX parameters_agency_key ON parameters (key, agency_id) WHERE agency_id IS NOT NULL;

-- What people arranged for themselves in the console: widgets, columns, saved filters. JSON of the console's.
CREATE TABLE user_preferences (
    user_id    UUID   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key        TEXT   NOT NULL,
    value      TEXT   NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, key)
);

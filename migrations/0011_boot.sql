-- Which version of an image a channel gives. The images themselves are files.
CREATE TABLE boot_channels (
    profile      TEXT   NOT NULL,
    channel      TEXT   NOT NULL CHECK (channel IN ('stable', 'test')),
    version      TEXT   NOT NULL,
    published_by UUID   REFERENCES users (id),
    published_at BIGINT NOT NULL,
    PRIMARY KEY (profile, channel)
);

-- Each time a machine was given an image, and how far it came.
CREATE TABLE boot_starts (
    id          UUID    NOT NULL PRIMARY KEY,
    -- Null for a machine that is no station yet.
    station_id  UUID    REFERENCES stations (id) ON DELETE CASCADE,
    mac         TEXT    NOT NULL,
    firmware    TEXT    NOT NULL CHECK (firmware IN ('bios', 'uefi')),
    profile     TEXT    NOT NULL,
    version     TEXT    NOT NULL,
    -- The version it should have had did not come up before.
    is_fallback BOOLEAN NOT NULL,
    asked_at    BIGINT  NOT NULL,
    -- Its kernel runs, its files are there, its client has reached the server.
    kernel_at   BIGINT,
    root_at     BIGINT,
    client_at   BIGINT,
    fault       TEXT,
    fault_at    BIGINT
);
CREATE INDEX boot_starts_station ON boot_starts (station_id, asked_at);
CREATE INDEX boot_starts_asked ON boot_starts (asked_at);

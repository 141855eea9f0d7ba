-- Which version of an image a channel gives. The images themselves are files.
CREATE TABLE boot_channels (
    profile      TEXT   NOT NULL,
    channel      TEXT   NOT NULL CHECK (channel IN ('stable', 'test')),
    version      TEXT   NOT NULL,
    published_by UUID   REFERENCES users (id),
    published_at BIGINT NOT NULL,
    PRIMARY KEY (profile, channel)
);

-- Rooms that are given another version than their channel gives: a roll-out that goes from room to room.
CREATE TABLE boot_rollouts (
    profile      TEXT   NOT NULL,
    zone_id      UUID   NOT NULL REFERENCES zones (id) ON DELETE CASCADE,
    version      TEXT   NOT NULL,
    published_by UUID   REFERENCES users (id),
    published_at BIGINT NOT NULL,
    PRIMARY KEY (profile, zone_id)
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
    fault_at    BIGINT,
    -- When it was told its start: at once with its script, later where the script is signed and the same for all.
    told_at     BIGINT
);
CREATE INDEX boot_starts_station ON boot_starts (station_id, asked_at);
CREATE INDEX boot_starts_mac ON boot_starts (mac, asked_at);
CREATE INDEX boot_starts_asked ON boot_starts (asked_at);

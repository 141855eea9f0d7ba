-- The server's processes, where there may be several: since when each runs, and when it was last alive.
CREATE TABLE server_processes (
    id         UUID   NOT NULL PRIMARY KEY,
    started_at BIGINT NOT NULL,
    alive_at   BIGINT NOT NULL
);

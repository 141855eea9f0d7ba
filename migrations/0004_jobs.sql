CREATE TABLE jobs (
    name             TEXT   NOT NULL PRIMARY KEY,
    next_run_at      BIGINT NOT NULL,
    last_run_at      BIGINT,
    last_result      TEXT CHECK (last_result IN ('ok', 'error')),
    last_error       TEXT,
    last_duration_ms BIGINT,
    run_count        BIGINT NOT NULL
);

-- The queue of the jobs that must run exactly once.
CREATE TABLE job_runs (
    id           UUID   NOT NULL PRIMARY KEY,
    job          TEXT   NOT NULL REFERENCES jobs (name),
    scheduled_at BIGINT NOT NULL,
    state        TEXT   NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed')),
    attempts     BIGINT NOT NULL,
    not_before   BIGINT NOT NULL,
    leased_until BIGINT,
    started_at   BIGINT,
    ended_at     BIGINT,
    error        TEXT,
    result       TEXT
);
CREATE UNIQUE INDEX job_runs_scheduled_key ON job_runs (job, scheduled_at);
CREATE INDEX job_runs_state ON job_runs (state, not_before);

-- Which process runs the timers and the scheduler, and when it was last alive.
CREATE TABLE leader_lease (
    id       BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    holder   UUID   NOT NULL,
    alive_at BIGINT NOT NULL
);

CREATE TABLE reports (
    id         UUID   NOT NULL PRIMARY KEY,
    type       TEXT   NOT NULL,
    day        TEXT   NOT NULL,
    data       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX reports_day_key ON reports (type, day);

-- Work that goes on after an answer was given.
-- +goose Up
CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL, -- the caller's, or the id
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead', 'cancelled')),
    priority INTEGER NOT NULL,
    run_at INTEGER NOT NULL,
    claims INTEGER NOT NULL, -- grows with every claim; a worker with an older number has lost the job
    failures INTEGER NOT NULL,
    most_failures INTEGER NOT NULL,
    worker TEXT NOT NULL,
    lease_until INTEGER NOT NULL,
    cancel_asked INTEGER NOT NULL,
    steps_done INTEGER NOT NULL,
    steps_total INTEGER NOT NULL,
    error TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER NOT NULL,
    UNIQUE (kind, key)
) STRICT;
CREATE INDEX jobs_open ON jobs (priority DESC, run_at, id) WHERE state IN ('waiting', 'running');
CREATE INDEX jobs_running ON jobs (lease_until) WHERE state = 'running';
-- +goose Down
DROP TABLE jobs;

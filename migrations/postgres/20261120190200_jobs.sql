-- Work that goes on after an answer was given.
-- +goose Up
CREATE TABLE jobs (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL, -- the caller's, or the id
    payload TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead', 'cancelled')),
    priority BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    claims BIGINT NOT NULL, -- grows with every claim; a worker with an older number has lost the job
    failures BIGINT NOT NULL,
    most_failures BIGINT NOT NULL,
    worker TEXT COLLATE "C" NOT NULL,
    lease_until BIGINT NOT NULL,
    cancel_asked BOOLEAN NOT NULL,
    steps_done BIGINT NOT NULL,
    steps_total BIGINT NOT NULL,
    error TEXT COLLATE "C" NOT NULL,
    made_at BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT NOT NULL,
    UNIQUE (kind, key)
);
CREATE INDEX jobs_open ON jobs (priority DESC, run_at, id) WHERE state IN ('waiting', 'running');
CREATE INDEX jobs_running ON jobs (lease_until) WHERE state = 'running';
-- +goose Down
DROP TABLE jobs;

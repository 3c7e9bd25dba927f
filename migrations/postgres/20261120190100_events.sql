-- What happened, ids only, and how far each reader has read.
-- +goose Up
CREATE TABLE events (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    position BIGINT UNIQUE, -- given after the commit, so that no reader can skip one
    at BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    course TEXT COLLATE "C" NOT NULL,
    person TEXT COLLATE "C" NOT NULL
);
CREATE INDEX events_unplaced ON events (id) WHERE position IS NULL;
CREATE TABLE event_cursors (
    reader TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    at BIGINT NOT NULL
);
-- +goose Down
DROP TABLE event_cursors;
DROP TABLE events;

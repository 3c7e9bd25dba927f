-- What happened, ids only, and how far each reader has read.
-- +goose Up
CREATE TABLE events (
    id TEXT NOT NULL PRIMARY KEY,
    position INTEGER UNIQUE, -- given after the commit, so that no reader can skip one
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    course TEXT NOT NULL,
    person TEXT NOT NULL
) STRICT;
CREATE INDEX events_unplaced ON events (id) WHERE position IS NULL;
CREATE TABLE event_cursors (
    reader TEXT NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;
-- +goose Down
DROP TABLE event_cursors;
DROP TABLE events;

-- One row: what this installation is.
-- +goose Up
CREATE TABLE installation (
    id TEXT NOT NULL PRIMARY KEY CHECK (id = 'this'),
    made_at INTEGER NOT NULL,
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    language TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;
-- +goose Down
DROP TABLE installation;

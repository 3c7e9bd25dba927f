-- One row: what this installation is.
-- +goose Up
CREATE TABLE installation (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id = 'this'),
    made_at BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    zone TEXT COLLATE "C" NOT NULL,
    language TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL
);
-- +goose Down
DROP TABLE installation;

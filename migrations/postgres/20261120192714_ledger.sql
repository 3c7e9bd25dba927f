-- The ledger: entries that wait for their number, leaves, hashes of the tree, signed checkpoints.
-- +goose Up
CREATE TABLE ledger_pending (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    leaf BYTEA NOT NULL -- the canonical encoding
);

CREATE TABLE ledger_leaves (
    number BIGINT NOT NULL PRIMARY KEY, -- counts from 0
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    leaf BYTEA NOT NULL
);

CREATE TABLE ledger_hashes (
    number BIGINT NOT NULL PRIMARY KEY, -- stored hash index, Crosby and Wallach 2009, section 3.3
    hash BYTEA NOT NULL
);

CREATE TABLE ledger_checkpoints (
    size BIGINT NOT NULL PRIMARY KEY,
    made_at BIGINT NOT NULL,
    note BYTEA NOT NULL -- signed
);

CREATE TABLE ledger_head (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id = 'this'),
    size BIGINT NOT NULL
);
INSERT INTO ledger_head (id, size) VALUES ('this', 0);
-- +goose Down
DROP TABLE ledger_head;
DROP TABLE ledger_checkpoints;
DROP TABLE ledger_hashes;
DROP TABLE ledger_leaves;
DROP TABLE ledger_pending;

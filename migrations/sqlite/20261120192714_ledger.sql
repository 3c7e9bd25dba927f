-- The ledger: entries that wait for their number, leaves, hashes of the tree, signed checkpoints.
-- +goose Up
CREATE TABLE ledger_pending (
    id TEXT NOT NULL PRIMARY KEY,
    leaf BLOB NOT NULL -- the canonical encoding
) STRICT;

CREATE TABLE ledger_leaves (
    number INTEGER NOT NULL PRIMARY KEY, -- counts from 0
    id TEXT NOT NULL UNIQUE,
    leaf BLOB NOT NULL
) STRICT;

CREATE TABLE ledger_hashes (
    number INTEGER NOT NULL PRIMARY KEY, -- stored hash index, Crosby and Wallach 2009, section 3.3
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE ledger_checkpoints (
    size INTEGER NOT NULL PRIMARY KEY,
    made_at INTEGER NOT NULL,
    note BLOB NOT NULL -- signed
) STRICT;

CREATE TABLE ledger_head (
    id TEXT NOT NULL PRIMARY KEY CHECK (id = 'this'),
    size INTEGER NOT NULL
) STRICT;
INSERT INTO ledger_head (id, size) VALUES ('this', 0);
-- +goose Down
DROP TABLE ledger_head;
DROP TABLE ledger_checkpoints;
DROP TABLE ledger_hashes;
DROP TABLE ledger_leaves;
DROP TABLE ledger_pending;

-- Privacy: who was erased, and what people agreed to. Person keys live elsewhere.
-- +goose Up
CREATE TABLE erasures (
    person TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    finished_at INTEGER NOT NULL -- 0: the key may still be there, or traces in the files
) STRICT;

CREATE TABLE consents (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL,
    purpose TEXT NOT NULL,
    text TEXT NOT NULL, -- the version of the text that the person saw
    given INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX consents_person ON consents (person, purpose, at);
-- +goose Down
DROP TABLE consents;
DROP TABLE erasures;

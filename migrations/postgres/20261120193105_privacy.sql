-- Privacy: who was erased, and what people agreed to. Person keys live elsewhere.
-- +goose Up
CREATE TABLE erasures (
    person TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    finished_at BIGINT NOT NULL -- 0: the key may still be there, or traces in the files
);

CREATE TABLE consents (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    text TEXT COLLATE "C" NOT NULL, -- the version of the text that the person saw
    given BOOLEAN NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX consents_person ON consents (person, purpose, at);
-- +goose Down
DROP TABLE consents;
DROP TABLE erasures;

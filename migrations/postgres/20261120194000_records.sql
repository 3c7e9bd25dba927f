-- Records: learning evidence, one envelope for every activity. Rows are only added.
-- +goose Up
CREATE TABLE records (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    learner TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    judged_by TEXT COLLATE "C" NOT NULL, -- a person, or empty: the engine
    course TEXT COLLATE "C" NOT NULL, -- empty: outside every course
    activity_kind TEXT COLLATE "C" NOT NULL,
    activity_id TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    schema_name TEXT COLLATE "C" NOT NULL, -- of the body, with its version
    body BYTEA NOT NULL, -- sealed under the learner's key
    provenance TEXT COLLATE "C" NOT NULL, -- JSON
    supersedes TEXT COLLATE "C" UNIQUE REFERENCES records (id),
    leaf TEXT COLLATE "C" NOT NULL -- the ledger entry that commits to the body
);
CREATE INDEX records_learner ON records (learner, id);
CREATE INDEX records_course ON records (course, id);
CREATE INDEX records_activity ON records (activity_kind, activity_id);

CREATE TABLE record_competencies (
    record_id TEXT COLLATE "C" NOT NULL REFERENCES records (id),
    code TEXT COLLATE "C" NOT NULL, -- framework:code
    PRIMARY KEY (record_id, code)
);
CREATE INDEX record_competencies_code ON record_competencies (code, record_id);
-- +goose Down
DROP TABLE record_competencies;
DROP TABLE records;

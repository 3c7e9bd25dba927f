-- Records: learning evidence, one envelope for every activity. Rows are only added.
-- +goose Up
CREATE TABLE records (
    id TEXT NOT NULL PRIMARY KEY,
    learner TEXT NOT NULL REFERENCES people (id),
    judged_by TEXT NOT NULL, -- a person, or empty: the engine
    course TEXT NOT NULL, -- empty: outside every course
    activity_kind TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    at INTEGER NOT NULL,
    schema_name TEXT NOT NULL, -- of the body, with its version
    body BLOB NOT NULL, -- sealed under the learner's key
    provenance TEXT NOT NULL, -- JSON
    supersedes TEXT UNIQUE REFERENCES records (id),
    leaf TEXT NOT NULL -- the ledger entry that commits to the body
) STRICT;
CREATE INDEX records_learner ON records (learner, id);
CREATE INDEX records_course ON records (course, id);
CREATE INDEX records_activity ON records (activity_kind, activity_id);

CREATE TABLE record_competencies (
    record_id TEXT NOT NULL REFERENCES records (id),
    code TEXT NOT NULL, -- framework:code
    PRIMARY KEY (record_id, code)
) STRICT;
CREATE INDEX record_competencies_code ON record_competencies (code, record_id);
-- +goose Down
DROP TABLE record_competencies;
DROP TABLE records;

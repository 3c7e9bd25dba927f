-- Cases: the catalogue row that lists and policy read, and every version of the file.
-- +goose Up
CREATE TABLE cases (
    id TEXT NOT NULL PRIMARY KEY,
    course TEXT NOT NULL, -- empty: the whole institution's
    owner TEXT NOT NULL, -- empty: the starter pack
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    language TEXT NOT NULL,
    review TEXT NOT NULL, -- draft, in-review, approved or retired: what the policy reads
    clinical TEXT NOT NULL, -- what the file says of its clinical review
    latest INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX cases_course ON cases (course, title);

CREATE TABLE case_versions (
    case_id TEXT NOT NULL REFERENCES cases (id),
    number INTEGER NOT NULL,
    file TEXT NOT NULL, -- YAML
    sha256 TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (case_id, number)
) STRICT;
-- +goose Down
DROP TABLE case_versions;
DROP TABLE cases;

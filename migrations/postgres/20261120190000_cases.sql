-- Cases: the catalogue row that lists and policy read, and every version of the file.
-- +goose Up
CREATE TABLE cases (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    course TEXT COLLATE "C" NOT NULL, -- empty: the whole institution's
    owner TEXT COLLATE "C" NOT NULL, -- empty: the starter pack
    title TEXT COLLATE "C" NOT NULL,
    summary TEXT COLLATE "C" NOT NULL,
    language TEXT COLLATE "C" NOT NULL,
    review TEXT COLLATE "C" NOT NULL, -- draft, in-review, approved or retired: what the policy reads
    clinical TEXT COLLATE "C" NOT NULL, -- what the file says of its clinical review
    latest BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX cases_course ON cases (course, title);

CREATE TABLE case_versions (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    number BIGINT NOT NULL,
    file TEXT COLLATE "C" NOT NULL, -- YAML
    sha256 TEXT COLLATE "C" NOT NULL,
    added_by TEXT COLLATE "C" NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (case_id, number)
);
-- +goose Down
DROP TABLE case_versions;
DROP TABLE cases;

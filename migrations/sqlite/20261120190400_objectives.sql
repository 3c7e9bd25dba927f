-- What a course wants its learners to be able to do.
-- +goose Up
CREATE TABLE objectives (
    id TEXT NOT NULL PRIMARY KEY,
    course TEXT NOT NULL REFERENCES courses (id),
    position INTEGER NOT NULL, -- in the course, from 1; gaps are fine
    statement TEXT NOT NULL,
    retired INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX objectives_course ON objectives (course, position, id);
CREATE TABLE objective_competencies (
    objective_id TEXT NOT NULL REFERENCES objectives (id),
    code TEXT NOT NULL, -- framework:code
    PRIMARY KEY (objective_id, code)
) STRICT;
CREATE INDEX objective_competencies_code ON objective_competencies (code, objective_id);
-- +goose Down
DROP TABLE objective_competencies;
DROP TABLE objectives;

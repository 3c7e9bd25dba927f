-- What a course wants its learners to be able to do.
-- +goose Up
CREATE TABLE objectives (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    course TEXT COLLATE "C" NOT NULL REFERENCES courses (id),
    position BIGINT NOT NULL, -- in the course, from 1; gaps are fine
    statement TEXT COLLATE "C" NOT NULL,
    retired BOOLEAN NOT NULL,
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX objectives_course ON objectives (course, position, id);
CREATE TABLE objective_competencies (
    objective_id TEXT COLLATE "C" NOT NULL REFERENCES objectives (id),
    code TEXT COLLATE "C" NOT NULL, -- framework:code
    PRIMARY KEY (objective_id, code)
);
CREATE INDEX objective_competencies_code ON objective_competencies (code, objective_id);
-- +goose Down
DROP TABLE objective_competencies;
DROP TABLE objectives;

-- Encounters: one learner with one patient. What was said is sealed under the learner's key.
-- +goose Up
CREATE TABLE encounters (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- made by the learner's device
    learner TEXT COLLATE "C" NOT NULL,
    course TEXT COLLATE "C" NOT NULL,
    case_id TEXT COLLATE "C" NOT NULL,
    case_version BIGINT NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    attempt BIGINT NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    turns BIGINT NOT NULL,
    state BYTEA NOT NULL, -- sealed: the turn engine's state
    marks BYTEA, -- sealed: marks and what humans did to them
    opened_at BIGINT NOT NULL,
    finished_at BIGINT NOT NULL, -- 0: not yet
    version BIGINT NOT NULL,
    FOREIGN KEY (case_id, case_version) REFERENCES case_versions (case_id, number),
    UNIQUE (learner, case_id, attempt)
);
CREATE INDEX encounters_learner ON encounters (learner, opened_at);
CREATE INDEX encounters_course ON encounters (course, opened_at);

CREATE TABLE encounter_turns (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- made by the learner's device
    encounter_id TEXT COLLATE "C" NOT NULL REFERENCES encounters (id),
    number BIGINT NOT NULL, -- counts from 0
    kind TEXT COLLATE "C" NOT NULL, -- say, do or diagnosis
    body BYTEA NOT NULL, -- sealed: what the learner said or did, and the answer
    worded_by TEXT COLLATE "C" NOT NULL, -- engine, or the model's call
    at BIGINT NOT NULL,
    UNIQUE (encounter_id, number)
);

CREATE TABLE encounter_problems (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    encounter_id TEXT COLLATE "C" NOT NULL REFERENCES encounters (id),
    turn BIGINT NOT NULL, -- -1: the marks
    reporter TEXT COLLATE "C" NOT NULL,
    body BYTEA NOT NULL, -- sealed: what is wrong, in the reporter's words
    at BIGINT NOT NULL
);
CREATE INDEX encounter_problems_encounter ON encounter_problems (encounter_id);
-- +goose Down
DROP TABLE encounter_problems;
DROP TABLE encounter_turns;
DROP TABLE encounters;

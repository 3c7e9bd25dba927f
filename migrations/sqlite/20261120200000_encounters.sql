-- Encounters: one learner with one patient. What was said is sealed under the learner's key.
-- +goose Up
CREATE TABLE encounters (
    id TEXT NOT NULL PRIMARY KEY, -- made by the learner's device
    learner TEXT NOT NULL,
    course TEXT NOT NULL,
    case_id TEXT NOT NULL,
    case_version INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    status TEXT NOT NULL,
    turns INTEGER NOT NULL,
    state BLOB NOT NULL, -- sealed: the turn engine's state
    marks BLOB, -- sealed: marks and what humans did to them
    opened_at INTEGER NOT NULL,
    finished_at INTEGER NOT NULL, -- 0: not yet
    version INTEGER NOT NULL,
    FOREIGN KEY (case_id, case_version) REFERENCES case_versions (case_id, number),
    UNIQUE (learner, case_id, attempt)
) STRICT;
CREATE INDEX encounters_learner ON encounters (learner, opened_at);
CREATE INDEX encounters_course ON encounters (course, opened_at);

CREATE TABLE encounter_turns (
    id TEXT NOT NULL PRIMARY KEY, -- made by the learner's device
    encounter_id TEXT NOT NULL REFERENCES encounters (id),
    number INTEGER NOT NULL, -- counts from 0
    kind TEXT NOT NULL, -- say, do or diagnosis
    body BLOB NOT NULL, -- sealed: what the learner said or did, and the answer
    worded_by TEXT NOT NULL, -- engine, or the model's call
    at INTEGER NOT NULL,
    UNIQUE (encounter_id, number)
) STRICT;

CREATE TABLE encounter_problems (
    id TEXT NOT NULL PRIMARY KEY,
    encounter_id TEXT NOT NULL REFERENCES encounters (id),
    turn INTEGER NOT NULL, -- -1: the marks
    reporter TEXT NOT NULL,
    body BLOB NOT NULL, -- sealed: what is wrong, in the reporter's words
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX encounter_problems_encounter ON encounter_problems (encounter_id);
-- +goose Down
DROP TABLE encounter_problems;
DROP TABLE encounter_turns;
DROP TABLE encounters;

-- People: accounts, roles, courses, enrolments, and every way of proving who one is.
-- +goose Up
CREATE TABLE people (
    id TEXT NOT NULL PRIMARY KEY,
    login TEXT UNIQUE,
    name TEXT NOT NULL,
    language TEXT NOT NULL, -- empty: the browser's
    zone TEXT NOT NULL, -- empty: the institution's
    status TEXT NOT NULL CHECK (status IN ('active', 'suspended', 'erased')),
    made_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CHECK ((status = 'erased') = (login IS NULL)),
    CHECK (status <> 'erased' OR (name = '' AND language = '' AND zone = ''))
) STRICT;

CREATE TABLE person_roles (
    person_id TEXT NOT NULL REFERENCES people (id),
    role TEXT NOT NULL,
    PRIMARY KEY (person_id, role)
) STRICT;

CREATE TABLE courses (
    id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    ai_level INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE cohorts (
    id TEXT NOT NULL PRIMARY KEY,
    course_id TEXT NOT NULL REFERENCES courses (id),
    name TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    UNIQUE (id, course_id)
) STRICT;
CREATE INDEX cohorts_course ON cohorts (course_id, name);

CREATE TABLE enrolments (
    person_id TEXT NOT NULL REFERENCES people (id),
    course_id TEXT NOT NULL REFERENCES courses (id),
    role TEXT NOT NULL,
    cohort_id TEXT,
    since INTEGER NOT NULL,
    PRIMARY KEY (person_id, course_id, role),
    FOREIGN KEY (cohort_id, course_id) REFERENCES cohorts (id, course_id)
) STRICT;
CREATE INDEX enrolments_course ON enrolments (course_id, role);

CREATE TABLE invitations (
    id TEXT NOT NULL PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    course_id TEXT REFERENCES courses (id), -- null: into the installation
    role TEXT NOT NULL,
    name TEXT NOT NULL, -- of the guest, until it is used
    login TEXT NOT NULL,
    made_by TEXT REFERENCES people (id), -- null: at the command line
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL, -- 0: not yet
    used_by TEXT REFERENCES people (id)
) STRICT;

CREATE TABLE passwords (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id),
    hash TEXT NOT NULL, -- argon2id with its parameters
    set_at INTEGER NOT NULL
) STRICT;

CREATE TABLE passkeys (
    id TEXT NOT NULL PRIMARY KEY, -- the credential's id, base64url
    person_id TEXT NOT NULL REFERENCES people (id),
    name TEXT NOT NULL,
    credential TEXT NOT NULL, -- JSON
    made_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL -- 0: never
) STRICT;
CREATE INDEX passkeys_person ON passkeys (person_id);

CREATE TABLE passkey_ceremonies (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT REFERENCES people (id), -- null: signing in
    challenge TEXT NOT NULL, -- JSON
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    previous_hash TEXT NOT NULL, -- the token before the last rotation
    previous_until INTEGER NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    method TEXT NOT NULL,
    agent TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    idle_at INTEGER NOT NULL, -- ends here when not used again
    expires_at INTEGER NOT NULL,
    rotate_due INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_previous ON sessions (previous_hash);

CREATE TABLE api_tokens (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES people (id),
    name TEXT NOT NULL,
    scopes TEXT NOT NULL, -- separated by spaces
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL -- 0: never
) STRICT;
CREATE INDEX api_tokens_person ON api_tokens (person_id);

CREATE TABLE sign_in_tries (
    subject TEXT NOT NULL PRIMARY KEY, -- hash of an account's login or of an address
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    free_at INTEGER NOT NULL
) STRICT;
-- +goose Down
DROP TABLE sign_in_tries;
DROP TABLE api_tokens;
DROP TABLE sessions;
DROP TABLE passkey_ceremonies;
DROP TABLE passkeys;
DROP TABLE passwords;
DROP TABLE invitations;
DROP TABLE enrolments;
DROP TABLE cohorts;
DROP TABLE courses;
DROP TABLE person_roles;
DROP TABLE people;

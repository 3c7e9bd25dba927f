-- People: accounts, roles, courses, enrolments, and every way of proving who one is.
-- +goose Up
CREATE TABLE people (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    login TEXT COLLATE "C" UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    language TEXT COLLATE "C" NOT NULL, -- empty: the browser's
    zone TEXT COLLATE "C" NOT NULL, -- empty: the institution's
    status TEXT COLLATE "C" NOT NULL CHECK (status IN ('active', 'suspended', 'erased')),
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CHECK ((status = 'erased') = (login IS NULL)),
    CHECK (status <> 'erased' OR (name = '' AND language = '' AND zone = ''))
);

CREATE TABLE person_roles (
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    role TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (person_id, role)
);

CREATE TABLE courses (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    title TEXT COLLATE "C" NOT NULL,
    ai_level BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE cohorts (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    course_id TEXT COLLATE "C" NOT NULL REFERENCES courses (id),
    name TEXT COLLATE "C" NOT NULL,
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (id, course_id)
);
CREATE INDEX cohorts_course ON cohorts (course_id, name);

CREATE TABLE enrolments (
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    course_id TEXT COLLATE "C" NOT NULL REFERENCES courses (id),
    role TEXT COLLATE "C" NOT NULL,
    cohort_id TEXT COLLATE "C",
    since BIGINT NOT NULL,
    PRIMARY KEY (person_id, course_id, role),
    FOREIGN KEY (cohort_id, course_id) REFERENCES cohorts (id, course_id)
);
CREATE INDEX enrolments_course ON enrolments (course_id, role);

CREATE TABLE invitations (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    secret_hash TEXT COLLATE "C" NOT NULL UNIQUE,
    course_id TEXT COLLATE "C" REFERENCES courses (id), -- null: into the installation
    role TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL, -- of the guest, until it is used
    login TEXT COLLATE "C" NOT NULL,
    made_by TEXT COLLATE "C" REFERENCES people (id), -- null: at the command line
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL, -- 0: not yet
    used_by TEXT COLLATE "C" REFERENCES people (id)
);

CREATE TABLE passwords (
    person_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES people (id),
    hash TEXT COLLATE "C" NOT NULL, -- argon2id with its parameters
    set_at BIGINT NOT NULL
);

CREATE TABLE passkeys (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- the credential's id, base64url
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    name TEXT COLLATE "C" NOT NULL,
    credential TEXT COLLATE "C" NOT NULL, -- JSON
    made_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL -- 0: never
);
CREATE INDEX passkeys_person ON passkeys (person_id);

CREATE TABLE passkey_ceremonies (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" REFERENCES people (id), -- null: signing in
    challenge TEXT COLLATE "C" NOT NULL, -- JSON
    expires_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    token_hash TEXT COLLATE "C" NOT NULL UNIQUE,
    previous_hash TEXT COLLATE "C" NOT NULL, -- the token before the last rotation
    previous_until BIGINT NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    method TEXT COLLATE "C" NOT NULL,
    agent TEXT COLLATE "C" NOT NULL,
    opened_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    idle_at BIGINT NOT NULL, -- ends here when not used again
    expires_at BIGINT NOT NULL,
    rotate_due BOOLEAN NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_previous ON sessions (previous_hash);

CREATE TABLE api_tokens (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    token_hash TEXT COLLATE "C" NOT NULL UNIQUE,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    name TEXT COLLATE "C" NOT NULL,
    scopes TEXT COLLATE "C" NOT NULL, -- separated by spaces
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL -- 0: never
);
CREATE INDEX api_tokens_person ON api_tokens (person_id);

CREATE TABLE sign_in_tries (
    subject TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- hash of an account's login or of an address
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    free_at BIGINT NOT NULL
);
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

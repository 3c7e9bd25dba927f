-- The gate: calls of models, budgets, and what open calls hold of them. No text that was sent or received.
-- +goose Up
CREATE TABLE gate_calls (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'closed', 'lost')),
    outcome TEXT COLLATE "C" NOT NULL, -- empty: open
    purpose TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL, -- empty: the installation itself
    course_id TEXT COLLATE "C" NOT NULL, -- empty: outside courses
    activity_kind TEXT COLLATE "C" NOT NULL,
    activity_id TEXT COLLATE "C" NOT NULL,
    class TEXT COLLATE "C" NOT NULL,
    wire TEXT COLLATE "C" NOT NULL,
    model TEXT COLLATE "C" NOT NULL,
    prompt TEXT COLLATE "C" NOT NULL, -- empty: embeddings
    prompt_version BIGINT NOT NULL,
    reserved_tokens BIGINT NOT NULL,
    reserved_micros BIGINT NOT NULL,
    tokens_in BIGINT NOT NULL,
    tokens_out BIGINT NOT NULL,
    estimated BOOLEAN NOT NULL,
    micros BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    closed_at BIGINT NOT NULL -- 0: open
);
CREATE INDEX gate_calls_open ON gate_calls (state, lease_until);
CREATE INDEX gate_calls_person ON gate_calls (person_id, state);

CREATE TABLE gate_spending (
    holder TEXT COLLATE "C" NOT NULL, -- person:…, course:… or everybody
    period TEXT COLLATE "C" NOT NULL,
    starts_at BIGINT NOT NULL,
    calls BIGINT NOT NULL,
    tokens BIGINT NOT NULL,
    micros BIGINT NOT NULL,
    PRIMARY KEY (holder, period, starts_at)
);

CREATE TABLE gate_holds (
    call_id TEXT COLLATE "C" NOT NULL REFERENCES gate_calls (id),
    holder TEXT COLLATE "C" NOT NULL,
    period TEXT COLLATE "C" NOT NULL,
    starts_at BIGINT NOT NULL,
    PRIMARY KEY (call_id, holder, period, starts_at),
    FOREIGN KEY (holder, period, starts_at) REFERENCES gate_spending (holder, period, starts_at)
);
-- +goose Down
DROP TABLE gate_holds;
DROP TABLE gate_spending;
DROP TABLE gate_calls;

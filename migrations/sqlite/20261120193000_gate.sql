-- The gate: calls of models, budgets, and what open calls hold of them. No text that was sent or received.
-- +goose Up
CREATE TABLE gate_calls (
    id TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'lost')),
    outcome TEXT NOT NULL, -- empty: open
    purpose TEXT NOT NULL,
    person_id TEXT NOT NULL, -- empty: the installation itself
    course_id TEXT NOT NULL, -- empty: outside courses
    activity_kind TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    class TEXT NOT NULL,
    wire TEXT NOT NULL,
    model TEXT NOT NULL,
    prompt TEXT NOT NULL, -- empty: embeddings
    prompt_version INTEGER NOT NULL,
    reserved_tokens INTEGER NOT NULL,
    reserved_micros INTEGER NOT NULL,
    tokens_in INTEGER NOT NULL,
    tokens_out INTEGER NOT NULL,
    estimated INTEGER NOT NULL,
    micros INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    lease_until INTEGER NOT NULL,
    closed_at INTEGER NOT NULL -- 0: open
) STRICT;
CREATE INDEX gate_calls_open ON gate_calls (state, lease_until);
CREATE INDEX gate_calls_person ON gate_calls (person_id, state);

CREATE TABLE gate_spending (
    holder TEXT NOT NULL, -- person:…, course:… or everybody
    period TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    micros INTEGER NOT NULL,
    PRIMARY KEY (holder, period, starts_at)
) STRICT;

CREATE TABLE gate_holds (
    call_id TEXT NOT NULL REFERENCES gate_calls (id),
    holder TEXT NOT NULL,
    period TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    PRIMARY KEY (call_id, holder, period, starts_at),
    FOREIGN KEY (holder, period, starts_at) REFERENCES gate_spending (holder, period, starts_at)
) STRICT;
-- +goose Down
DROP TABLE gate_holds;
DROP TABLE gate_spending;
DROP TABLE gate_calls;

-- How far people have vouched for what is taught with, and every step of it.
-- +goose Up
CREATE TABLE reviews (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL, -- of the thing: case, item, source …
    subject TEXT COLLATE "C" NOT NULL, -- the thing's id
    course TEXT COLLATE "C" NOT NULL, -- empty: the whole installation's
    author TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('draft', 'in-review', 'changes-requested', 'approved', 'retired')),
    revision BIGINT NOT NULL, -- of the thing, as it was last submitted; 0 before
    submitter TEXT COLLATE "C" NOT NULL, -- who submitted it; empty before
    approved_revision BIGINT NOT NULL, -- the newest that was approved; 0 none
    approvals_needed BIGINT NOT NULL,
    since BIGINT NOT NULL, -- when it came into this state
    version BIGINT NOT NULL,
    UNIQUE (kind, subject)
);
CREATE INDEX reviews_waiting ON reviews (state, since);
CREATE TABLE review_steps (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    review_id TEXT COLLATE "C" NOT NULL REFERENCES reviews (id),
    number BIGINT NOT NULL, -- the version of the review that the step made
    action TEXT COLLATE "C" NOT NULL,
    from_state TEXT COLLATE "C" NOT NULL,
    to_state TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    by_person TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    comment BYTEA, -- sealed under the key of by_person; null when nothing was said
    UNIQUE (review_id, number)
);
-- +goose Down
DROP TABLE review_steps;
DROP TABLE reviews;

-- How far people have vouched for what is taught with, and every step of it.
-- +goose Up
CREATE TABLE reviews (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL, -- of the thing: case, item, source …
    subject TEXT NOT NULL, -- the thing's id
    course TEXT NOT NULL, -- empty: the whole installation's
    author TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'in-review', 'changes-requested', 'approved', 'retired')),
    revision INTEGER NOT NULL, -- of the thing, as it was last submitted; 0 before
    submitter TEXT NOT NULL, -- who submitted it; empty before
    approved_revision INTEGER NOT NULL, -- the newest that was approved; 0 none
    approvals_needed INTEGER NOT NULL,
    since INTEGER NOT NULL, -- when it came into this state
    version INTEGER NOT NULL,
    UNIQUE (kind, subject)
) STRICT;
CREATE INDEX reviews_waiting ON reviews (state, since);
CREATE TABLE review_steps (
    id TEXT NOT NULL PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES reviews (id),
    number INTEGER NOT NULL, -- the version of the review that the step made
    action TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    revision INTEGER NOT NULL,
    by_person TEXT NOT NULL,
    at INTEGER NOT NULL,
    comment BLOB, -- sealed under the key of by_person; null when nothing was said
    UNIQUE (review_id, number)
) STRICT;
-- +goose Down
DROP TABLE review_steps;
DROP TABLE reviews;

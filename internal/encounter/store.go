package encounter

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"preceptor/internal/db"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
)

const columns = `id, learner, course, case_id, case_version, purpose, attempt, status, turns, opened_at, finished_at, version`

// scan reads the columns of an encounter, and more that stand after them.
func scan(row func(...any) error, more ...any) (e Encounter, err error) {
	err = row(append([]any{&e.ID, &e.Learner, &e.Course, &e.Case, &e.CaseVersion, &e.Purpose, &e.Attempt, &e.Status, &e.Turns,
		&e.OpenedAt, &e.FinishedAt, &e.Version}, more...)...)
	return e, err
}

func (s *Service) load(ctx context.Context, encounter ID) (Encounter, error) {
	return found(scan(s.DB.QueryRow(ctx, `SELECT `+columns+` FROM encounters WHERE id = ?`, encounter).Scan))
}

// loadWith reads an encounter and one of its sealed columns at the same moment.
func (s *Service) loadWith(ctx context.Context, encounter ID, column privacy.Column) (e Encounter, sealed privacy.Sealed, err error) {
	e, err = found(scan(s.DB.QueryRow(ctx, `SELECT `+columns+`, `+string(column)+` FROM encounters WHERE id = ?`, encounter).Scan, &sealed))
	return e, sealed, err
}

func found(e Encounter, err error) (Encounter, error) {
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return Encounter{}, ErrNotFound
	case err != nil:
		return Encounter{}, fmt.Errorf("reading an encounter: %w", err)
	}
	return e, nil
}

// List returns the encounters inside scope, newest first, at most limit after
// the first offset ones.
func (s *Service) List(ctx context.Context, scope policy.Predicate, limit, offset int) ([]Encounter, error) {
	args := append(append([]any{}, scope.Args...), limit, offset)
	rows, err := s.DB.Query(ctx, `SELECT `+columns+` FROM encounters WHERE `+scope.SQL+` ORDER BY opened_at DESC, id DESC LIMIT ? OFFSET ?`, args...)
	if err != nil {
		return nil, fmt.Errorf("listing encounters: %w", err)
	}
	defer rows.Close()
	var out []Encounter
	for rows.Next() {
		e, err := scan(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("listing encounters: %w", err)
		}
		out = append(out, e)
	}
	return out, rows.Err()
}

// OnlyFinished narrows a scope to encounters that have marks.
func OnlyFinished(scope policy.Predicate) policy.Predicate {
	return policy.Predicate{SQL: "(" + scope.SQL + ") AND status = ?", Args: append(append([]any{}, scope.Args...), Finished)}
}

// Count says how many encounters are inside scope.
func (s *Service) Count(ctx context.Context, scope policy.Predicate) (n int, err error) {
	err = s.DB.QueryRow(ctx, `SELECT COUNT(*) FROM encounters WHERE `+scope.SQL, scope.Args...).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("counting encounters: %w", err)
	}
	return n, nil
}

func (s *Service) lastAttempt(ctx context.Context, learner people.ID, caseID string) (last int, err error) {
	err = s.DB.QueryRow(ctx, `SELECT COALESCE(MAX(attempt), 0) FROM encounters WHERE learner = ? AND case_id = ?`, learner, caseID).Scan(&last)
	if err != nil {
		return 0, fmt.Errorf("counting attempts: %w", err)
	}
	return last, nil
}

func (s *Service) insert(ctx context.Context, e Encounter, state privacy.Sealed) error {
	_, err := s.DB.Exec(ctx, `INSERT INTO encounters (`+columns+`, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.ID, e.Learner, e.Course, e.Case, e.CaseVersion, e.Purpose, e.Attempt, e.Status, e.Turns, e.OpenedAt, e.FinishedAt, e.Version, state)
	if err != nil {
		return fmt.Errorf("storing an encounter: %w", err)
	}
	return nil
}

// advance counts a turn and stores the new state, or gives errMoved when
// another turn was stored since e was read.
func (s *Service) advance(ctx context.Context, e Encounter, state privacy.Sealed) error {
	done, err := s.DB.Exec(ctx, `UPDATE encounters SET turns = turns + 1, state = ?, version = version + 1 WHERE id = ? AND version = ? AND status = ?`,
		state, e.ID, e.Version, Talking)
	return moved(done, err)
}

// close stores the end of an encounter, or gives errMoved.
func (s *Service) close(ctx context.Context, e Encounter, marks privacy.Sealed) error {
	done, err := s.DB.Exec(ctx, `UPDATE encounters SET status = ?, finished_at = ?, marks = ?, version = version + 1 WHERE id = ? AND version = ?`,
		e.Status, e.FinishedAt, marks, e.ID, e.Version)
	return moved(done, err)
}

// remark stores changed marks, or gives errMoved.
func (s *Service) remark(ctx context.Context, e Encounter, marks privacy.Sealed) error {
	done, err := s.DB.Exec(ctx, `UPDATE encounters SET marks = ?, version = version + 1 WHERE id = ? AND version = ?`, marks, e.ID, e.Version)
	return moved(done, err)
}

func moved(done sql.Result, err error) error {
	if err != nil {
		return fmt.Errorf("storing an encounter: %w", err)
	}
	if n, err := done.RowsAffected(); err != nil || n != 1 {
		return errors.Join(errMoved, err)
	}
	return nil
}

func (s *Service) insertTurn(ctx context.Context, e Encounter, t Turn, body privacy.Sealed) error {
	_, err := s.DB.Exec(ctx, `INSERT INTO encounter_turns (id, encounter_id, number, kind, body, worded_by, at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		t.ID, e.ID, t.Number, t.Kind, body, t.WordedBy.Model, t.At)
	if db.IsUnique(err) {
		return errMoved // the same turn arrived twice at once; the next look finds it
	}
	if err != nil {
		return fmt.Errorf("storing a turn: %w", err)
	}
	return nil
}

// turn returns one stored turn of e, or ErrNotFound. A turn id that belongs to
// another encounter gives ErrTurnTaken.
func (s *Service) turn(ctx context.Context, e Encounter, turn TurnID) (Turn, error) {
	t, sealed, of, err := scanTurn(s.DB.QueryRow(ctx, `SELECT `+turnColumns+` FROM encounter_turns WHERE id = ?`, turn).Scan)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return Turn{}, ErrNotFound
	case err != nil:
		return Turn{}, fmt.Errorf("reading a turn: %w", err)
	case of != e.ID:
		return Turn{}, ErrTurnTaken
	}
	return t, s.openTurn(ctx, e, &t, sealed)
}

const turnColumns = `id, number, kind, at, body, encounter_id`

func scanTurn(row func(...any) error) (t Turn, sealed privacy.Sealed, of ID, err error) {
	err = row(&t.ID, &t.Number, &t.Kind, &t.At, &sealed, &of)
	return t, sealed, of, err
}

func (s *Service) turns(ctx context.Context, e Encounter, from int) ([]Turn, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+turnColumns+` FROM encounter_turns WHERE encounter_id = ? AND number >= ? ORDER BY number`, e.ID, from)
	if err != nil {
		return nil, fmt.Errorf("reading turns: %w", err)
	}
	defer rows.Close()
	var out []Turn
	var bodies []privacy.Sealed
	for rows.Next() {
		t, sealed, _, err := scanTurn(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("reading turns: %w", err)
		}
		out, bodies = append(out, t), append(bodies, sealed)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading turns: %w", err)
	}
	for n := range out {
		if err := s.openTurn(ctx, e, &out[n], bodies[n]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Of returns all encounters of one learner, newest first.
func (s *Service) Of(ctx context.Context, learner people.ID) ([]Encounter, error) {
	return s.List(ctx, policy.Predicate{SQL: "learner = ?", Args: []any{learner}}, 1000, 0)
}

func (s *Service) insertProblem(ctx context.Context, problem string, e Encounter, turn int, by people.ID, body privacy.Sealed) error {
	_, err := s.DB.Exec(ctx, `INSERT INTO encounter_problems (id, encounter_id, turn, reporter, body, at) VALUES (?, ?, ?, ?, ?, ?)`,
		problem, e.ID, turn, by, body, s.DB.Now())
	if err != nil {
		return fmt.Errorf("storing a reported problem: %w", err)
	}
	return nil
}

package review

import (
	"context"
	"errors"
	"fmt"

	"preceptor/internal/db"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
)

const columns = `reviews.id, reviews.kind, reviews.subject, reviews.course, reviews.author, reviews.state, reviews.revision,
	reviews.submitter, reviews.approved_revision, reviews.approvals_needed, reviews.since, reviews.version`

func scan(row interface{ Scan(...any) error }) (r Review, err error) {
	var since db.Time
	err = row.Scan(&r.ID, &r.Subject.Kind, &r.Subject.ID, &r.Course, &r.Author, &r.State, &r.Revision,
		&r.Submitter, &r.ApprovedRevision, &r.ApprovalsNeeded, &since, &r.Version)
	r.Since = since.Time()
	return r, err
}

func (s *Service) insert(ctx context.Context, r Review) error {
	_, err := s.DB.Exec(ctx, `INSERT INTO reviews
		(id, kind, subject, course, author, state, revision, submitter, approved_revision, approvals_needed, since, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, subject) DO NOTHING`,
		r.ID, r.Subject.Kind, r.Subject.ID, r.Course, r.Author, r.State, r.Revision, r.Submitter,
		r.ApprovedRevision, r.ApprovalsNeeded, db.At(r.Since), r.Version)
	if err != nil {
		return fmt.Errorf("beginning a review: %w", err)
	}
	return nil
}

// update keeps the review unless somebody else has changed it since it was read.
func (s *Service) update(ctx context.Context, r Review) error {
	done, err := s.DB.Exec(ctx, `UPDATE reviews SET state = ?, revision = ?, submitter = ?, approved_revision = ?, since = ?, version = ?
		WHERE id = ? AND version = ?`,
		r.State, r.Revision, r.Submitter, r.ApprovedRevision, db.At(r.Since), r.Version, r.ID, r.Version-1)
	if err != nil {
		return fmt.Errorf("keeping a review: %w", err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, ErrChanged)
	}
	return nil
}

func (s *Service) insertStep(ctx context.Context, r Review, step Step, comment privacy.Sealed) error {
	_, err := s.DB.Exec(ctx, `INSERT INTO review_steps
		(id, review_id, number, action, from_state, to_state, revision, by_person, at, comment) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		step.ID, r.ID, r.Version, step.Action, step.From, step.To, step.Revision, step.By, db.At(step.At), comment)
	if err != nil {
		return fmt.Errorf("keeping a step of a review: %w", err)
	}
	return nil
}

func (s *Service) selectOne(ctx context.Context, review ID) (Review, error) {
	return found(scan(s.DB.QueryRow(ctx, `SELECT `+columns+` FROM reviews WHERE reviews.id = ?`, review)))
}

func (s *Service) selectSubject(ctx context.Context, subject Subject) (Review, error) {
	return found(scan(s.DB.QueryRow(ctx, `SELECT `+columns+` FROM reviews WHERE reviews.kind = ? AND reviews.subject = ?`, subject.Kind, subject.ID)))
}

func found(r Review, err error) (Review, error) {
	if errors.Is(err, db.ErrNoRows) {
		return Review{}, ErrNotFound
	}
	if err != nil {
		return Review{}, fmt.Errorf("reading a review: %w", err)
	}
	return r, nil
}

// approvers are those who approved the revision since it was last submitted.
func (s *Service) approvers(ctx context.Context, r Review) (who []people.ID, err error) {
	rows, err := s.DB.Query(ctx, `SELECT by_person FROM review_steps WHERE review_id = ? AND action = 'approve'
		AND number > (SELECT COALESCE(MAX(number), 0) FROM review_steps WHERE review_id = ? AND action = 'submit')`, r.ID, r.ID)
	if err != nil {
		return nil, fmt.Errorf("reading approvals: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var p people.ID
		if err := rows.Scan(&p); err != nil {
			return nil, fmt.Errorf("reading approvals: %w", err)
		}
		who = append(who, p)
	}
	return who, rows.Err()
}

func (s *Service) selectSteps(ctx context.Context, review ID) (steps []Step, comments []privacy.Sealed, err error) {
	rows, err := s.DB.Query(ctx, `SELECT id, action, from_state, to_state, revision, by_person, at, comment
		FROM review_steps WHERE review_id = ? ORDER BY number`, review)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the steps of a review: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var step Step
		var at db.Time
		var comment privacy.Sealed
		if err := rows.Scan(&step.ID, &step.Action, &step.From, &step.To, &step.Revision, &step.By, &at, &comment); err != nil {
			return nil, nil, fmt.Errorf("reading a step of a review: %w", err)
		}
		step.At = at.Time()
		steps, comments = append(steps, step), append(comments, comment)
	}
	return steps, comments, rows.Err()
}

func (s *Service) selectToDecide(ctx context.Context, who people.ID, decidable policy.Predicate, most int) ([]Review, error) {
	decidable = decidable.On("reviews")
	args := append([]any{who, who, who}, decidable.Args...)
	return s.selectMany(ctx, `reviews.state = 'in-review' AND reviews.author <> ? AND reviews.submitter <> ?
		AND NOT EXISTS (SELECT 1 FROM review_steps mine WHERE mine.review_id = reviews.id AND mine.action = 'approve' AND mine.by_person = ?
			AND mine.number > (SELECT COALESCE(MAX(last.number), 0) FROM review_steps last WHERE last.review_id = reviews.id AND last.action = 'submit'))
		AND `+decidable.SQL, args, most)
}

func (s *Service) selectToCorrect(ctx context.Context, who people.ID, most int) ([]Review, error) {
	return s.selectMany(ctx, `reviews.state = 'changes-requested' AND (reviews.author = ? OR reviews.submitter = ?)`, []any{who, who}, most)
}

func (s *Service) selectList(ctx context.Context, scope policy.Predicate, kind string, state State, most int) ([]Review, error) {
	scope = scope.On("reviews")
	args := append([]any{kind, kind, state, state}, scope.Args...)
	return s.selectMany(ctx, `(? = '' OR reviews.kind = ?) AND (? = '' OR reviews.state = ?) AND `+scope.SQL, args, most)
}

func (s *Service) selectMany(ctx context.Context, where string, args []any, most int) (list []Review, err error) {
	rows, err := s.DB.Query(ctx, `SELECT `+columns+` FROM reviews WHERE `+where+` ORDER BY reviews.since, reviews.id LIMIT ?`, append(args, most)...)
	if err != nil {
		return nil, fmt.Errorf("listing reviews: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		r, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("listing reviews: %w", err)
		}
		list = append(list, r)
	}
	return list, rows.Err()
}

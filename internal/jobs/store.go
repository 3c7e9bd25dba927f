package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"preceptor/internal/db"
)

const columns = `id, kind, key, payload, state, priority, run_at, claims, failures, most_failures, worker,
	lease_until, cancel_asked, steps_done, steps_total, error, made_at, started_at, finished_at`

func scan(row interface{ Scan(...any) error }) (j Job, err error) {
	err = row.Scan(&j.ID, &j.Kind, &j.Key, &j.Payload, &j.State, &j.Priority, &j.RunAt, &j.claim, &j.Failures, &j.MostFailures, &j.Worker,
		&j.LeaseUntil, &j.CancelAsked, &j.StepsDone, &j.StepsTotal, &j.Error, &j.MadeAt, &j.StartedAt, &j.FinishedAt)
	return j, err
}

func (q *Queue) insert(ctx context.Context, j Job) (made ID, err error) {
	err = q.db.QueryRow(ctx, `INSERT INTO jobs (`+columns+`)
		VALUES (?, ?, ?, ?, 'waiting', ?, ?, 0, 0, ?, '', 0, FALSE, 0, 0, '', ?, 0, 0)
		ON CONFLICT (kind, key) DO NOTHING RETURNING id`,
		j.ID, j.Kind, j.Key, j.Payload, j.Priority, j.RunAt, j.MostFailures, j.MadeAt).Scan(&made)
	if errors.Is(err, db.ErrNoRows) {
		err = q.db.QueryRow(ctx, `SELECT id FROM jobs WHERE kind = ? AND key = ?`, j.Kind, j.Key).Scan(&made)
	}
	if err != nil {
		return "", fmt.Errorf("enqueueing a job: %w", err)
	}
	return made, nil
}

// claim leases the next job of the kinds, or returns db.ErrNoRows. It is one
// statement outside any transaction: a worker that loses the race for a row
// finds that it no longer waits, and gets no row.
func (q *Queue) claim(ctx context.Context, kinds []string, worker string, until db.Time) (Job, error) {
	now := q.db.Now()
	free := `(state = 'waiting' AND run_at <= ? OR state = 'running' AND lease_until < ?)`
	args := []any{worker, until, now, now, now}
	for _, k := range kinds {
		args = append(args, k)
	}
	args = append(args, now, now)
	job, err := scan(q.db.QueryRow(ctx, `UPDATE jobs SET state = 'running', claims = claims + 1,
			failures = failures + CASE WHEN state = 'running' THEN 1 ELSE 0 END,
			worker = ?, lease_until = ?, started_at = ?
		WHERE id = (SELECT id FROM jobs WHERE `+free+` AND kind IN (?`+strings.Repeat(`, ?`, len(kinds)-1)+`)
			ORDER BY priority DESC, run_at, id LIMIT 1)
		AND `+free+` RETURNING `+columns, args...))
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return Job{}, fmt.Errorf("claiming a job: %w", err)
	}
	return job, err
}

// reap ends the jobs that their workers left for the last time or after a
// person had cancelled them.
func (q *Queue) reap(ctx context.Context) error {
	now := q.db.Now()
	_, err := q.db.Exec(ctx, `UPDATE jobs SET
			state = CASE WHEN cancel_asked THEN 'cancelled' ELSE 'dead' END,
			failures = failures + 1, claims = claims + 1, finished_at = ?, error = 'the worker did not come back'
		WHERE state = 'running' AND lease_until < ? AND (cancel_asked OR failures + 1 >= most_failures)`, now, now)
	if err != nil {
		return fmt.Errorf("looking for abandoned jobs: %w", err)
	}
	return nil
}

// renew prolongs the lease and says whether a person wants the job cancelled. It may return ErrLost.
func (q *Queue) renew(ctx context.Context, j Job, until db.Time) (cancel bool, err error) {
	err = q.db.QueryRow(ctx, `UPDATE jobs SET lease_until = ?
		WHERE id = ? AND claims = ? AND state = 'running' RETURNING cancel_asked`, until, j.ID, j.claim).Scan(&cancel)
	if errors.Is(err, db.ErrNoRows) {
		return false, ErrLost
	}
	return cancel, err
}

func (q *Queue) setProgress(ctx context.Context, j Job, done, total int64) error {
	return held(q.db.Exec(ctx, `UPDATE jobs SET steps_done = ?, steps_total = ?
		WHERE id = ? AND claims = ? AND state = 'running'`, done, total, j.ID, j.claim))
}

// end gives a running job its next state. It may return ErrLost.
func (q *Queue) end(ctx context.Context, j Job, to State, failures int, runAt db.Time, message string) error {
	finished := q.db.Now()
	if to == Waiting {
		finished = 0
	}
	return held(q.db.Exec(ctx, `UPDATE jobs SET state = ?, failures = ?, run_at = ?, error = ?, worker = '', lease_until = 0, finished_at = ?
		WHERE id = ? AND claims = ? AND state = 'running'`, to, failures, runAt, message, finished, j.ID, j.claim))
}

func (q *Queue) askCancel(ctx context.Context, job ID) error {
	return found(q.db.Exec(ctx, `UPDATE jobs SET cancel_asked = TRUE,
			finished_at = CASE WHEN state = 'running' THEN finished_at ELSE ? END,
			state = CASE WHEN state = 'running' THEN state ELSE 'cancelled' END
		WHERE id = ? AND state IN ('waiting', 'running', 'dead')`, q.db.Now(), job))
}

func (q *Queue) revive(ctx context.Context, job ID) error {
	return found(q.db.Exec(ctx, `UPDATE jobs SET state = 'waiting', cancel_asked = FALSE, failures = 0, run_at = ?, finished_at = 0,
			steps_done = 0, steps_total = 0
		WHERE id = ? AND state IN ('dead', 'cancelled')`, q.db.Now(), job))
}

func (q *Queue) deleteEnded(ctx context.Context, before db.Time) (int64, error) {
	done, err := q.db.Exec(ctx, `DELETE FROM jobs WHERE state IN ('done', 'cancelled') AND finished_at < ?`, before)
	if err != nil {
		return 0, fmt.Errorf("pruning jobs: %w", err)
	}
	return done.RowsAffected()
}

func (q *Queue) selectOne(ctx context.Context, job ID) (Job, error) {
	j, err := scan(q.db.QueryRow(ctx, `SELECT `+columns+` FROM jobs WHERE id = ?`, job))
	if errors.Is(err, db.ErrNoRows) {
		return Job{}, ErrNotFound
	}
	if err != nil {
		return Job{}, fmt.Errorf("reading a job: %w", err)
	}
	return j, nil
}

func (q *Queue) selectPage(ctx context.Context, f Filter) ([]Job, error) {
	rows, err := q.db.Query(ctx, `SELECT `+columns+` FROM jobs
		WHERE id < ? AND (? = '' OR kind = ?) AND (? = '' OR state = ?)
		ORDER BY id DESC LIMIT ?`, f.Before, f.Kind, f.Kind, f.State, f.State, f.Limit)
	if err != nil {
		return nil, fmt.Errorf("listing jobs: %w", err)
	}
	defer rows.Close()
	var page []Job
	for rows.Next() {
		j, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("listing jobs: %w", err)
		}
		page = append(page, j)
	}
	return page, rows.Err()
}

func (q *Queue) countStates(ctx context.Context) (map[State]int, error) {
	rows, err := q.db.Query(ctx, `SELECT state, COUNT(*) FROM jobs GROUP BY state`)
	if err != nil {
		return nil, fmt.Errorf("counting jobs: %w", err)
	}
	defer rows.Close()
	counts := map[State]int{}
	for rows.Next() {
		var state State
		var n int
		if err := rows.Scan(&state, &n); err != nil {
			return nil, fmt.Errorf("counting jobs: %w", err)
		}
		counts[state] = n
	}
	return counts, rows.Err()
}

// held and found turn "no row" into the reason for it.
func held(done sql.Result, err error) error  { return touched(done, err, ErrLost) }
func found(done sql.Result, err error) error { return touched(done, err, ErrNotFound) }

func touched(done sql.Result, err, none error) error {
	if err != nil {
		return fmt.Errorf("changing a job: %w", err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, none)
	}
	return nil
}

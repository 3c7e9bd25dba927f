package cases

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"preceptor/internal/people"
	"preceptor/internal/policy"
)

const rowColumns = `id, course, owner, title, summary, language, review, clinical, latest, updated_at, version`

func (c *Catalogue) row(ctx context.Context, id string) (Listed, error) {
	listed, err := scanRow(c.db.QueryRow(ctx, `SELECT `+rowColumns+` FROM cases WHERE id = ?`, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Listed{}, fmt.Errorf("%q: %w", id, ErrNoCase)
	}
	if err != nil {
		return Listed{}, fmt.Errorf("reading a case: %w", err)
	}
	return listed, nil
}

func (c *Catalogue) rows(ctx context.Context, scope policy.Predicate) ([]Listed, error) {
	rows, err := c.db.Query(ctx, `SELECT `+rowColumns+` FROM cases WHERE `+scope.SQL+` ORDER BY title, id`, scope.Args...)
	if err != nil {
		return nil, fmt.Errorf("listing cases: %w", err)
	}
	defer rows.Close()
	var out []Listed
	for rows.Next() {
		listed, err := scanRow(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("listing cases: %w", err)
		}
		out = append(out, listed)
	}
	return out, rows.Err()
}

func scanRow(scan func(...any) error) (l Listed, err error) {
	err = scan(&l.ID, &l.Course, &l.Owner, &l.Title, &l.Summary, &l.Language, &l.Status, &l.Clinical, &l.Latest, &l.Updated, &l.Version)
	return l, err
}

func (c *Catalogue) saveRow(ctx context.Context, l Listed) error {
	_, err := c.db.Exec(ctx, `INSERT INTO cases (`+rowColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET title = excluded.title, summary = excluded.summary, language = excluded.language,
			review = excluded.review, clinical = excluded.clinical, latest = excluded.latest, updated_at = excluded.updated_at, version = excluded.version`,
		l.ID, l.Course, l.Owner, l.Title, l.Summary, l.Language, l.Status, l.Clinical, l.Latest, l.Updated, l.Version)
	if err != nil {
		return fmt.Errorf("saving a case: %w", err)
	}
	return nil
}

func (c *Catalogue) addVersion(ctx context.Context, l Listed, file []byte, sum string, by people.ID) error {
	_, err := c.db.Exec(ctx, `INSERT INTO case_versions (case_id, number, file, sha256, added_by, added_at) VALUES (?, ?, ?, ?, ?, ?)`,
		l.ID, l.Latest, string(file), sum, by, l.Updated)
	if err != nil {
		return fmt.Errorf("saving a version of a case: %w", err)
	}
	return nil
}

func (c *Catalogue) isNewest(ctx context.Context, l Listed, sum string) (bool, error) {
	var newest string
	err := c.db.QueryRow(ctx, `SELECT sha256 FROM case_versions WHERE case_id = ? AND number = ?`, l.ID, l.Latest).Scan(&newest)
	if err != nil {
		return false, fmt.Errorf("reading a version of a case: %w", err)
	}
	return newest == sum, nil
}

// File returns the YAML text of one version of a case, or ErrNoCase.
func (c *Catalogue) File(ctx context.Context, id string, number int) ([]byte, error) {
	var file string
	err := c.db.QueryRow(ctx, `SELECT file FROM case_versions WHERE case_id = ? AND number = ?`, id, number).Scan(&file)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("%q version %d: %w", id, number, ErrNoCase)
	}
	if err != nil {
		return nil, fmt.Errorf("reading a version of a case: %w", err)
	}
	return []byte(file), nil
}

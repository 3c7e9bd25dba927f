package privacy

import (
	"context"
	"fmt"

	"preceptor/internal/db"
	"preceptor/internal/people"
)

// insertErasure says whether the erasure is a new one.
func (s *Service) insertErasure(ctx context.Context, e Erasure) (bool, error) {
	done, err := s.DB.Exec(ctx, `INSERT INTO erasures (person, at, finished_at) VALUES (?, ?, 0) ON CONFLICT (person) DO NOTHING`, e.Person, e.At)
	if err != nil {
		return false, fmt.Errorf("noting an erasure: %w", err)
	}
	n, err := done.RowsAffected()
	return n == 1, err
}

// unfinished are the erasures of which the key, or traces, may still be there.
func (s *Service) unfinished(ctx context.Context) ([]Erasure, error) {
	return queryErasures(ctx, s.DB, `SELECT person, at FROM erasures WHERE finished_at = 0 ORDER BY at, person`)
}

func (s *Service) setFinished(ctx context.Context, who people.ID, at db.Time) error {
	if _, err := s.DB.Exec(ctx, `UPDATE erasures SET finished_at = ? WHERE person = ?`, at, who); err != nil {
		return fmt.Errorf("noting that an erasure is finished: %w", err)
	}
	return nil
}

// reopenErasures lets all be finished once more, with whatever keys there are now.
func (s *Service) reopenErasures(ctx context.Context) error {
	if _, err := s.DB.Exec(ctx, `UPDATE erasures SET finished_at = 0`); err != nil {
		return fmt.Errorf("reopening erasures: %w", err)
	}
	return nil
}

// listErasures reads the erasures of the database or of a key file, oldest first.
func listErasures(ctx context.Context, d *db.DB) ([]Erasure, error) {
	return queryErasures(ctx, d, `SELECT person, at FROM erasures ORDER BY at, person`)
}

func queryErasures(ctx context.Context, d *db.DB, query string) ([]Erasure, error) {
	rows, err := d.Query(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("listing erasures: %w", err)
	}
	defer rows.Close()
	var out []Erasure
	for rows.Next() {
		var e Erasure
		if err := rows.Scan(&e.Person, &e.At); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, rows.Err()
}

func (s *Service) insertConsent(ctx context.Context, c Consent) error {
	_, err := s.DB.Exec(ctx, `INSERT INTO consents (id, person, purpose, text, given, at) VALUES (?, ?, ?, ?, ?, ?)`,
		c.ID, c.Person, c.Purpose, c.Text, c.Given, c.At)
	if err != nil {
		return fmt.Errorf("keeping a consent: %w", err)
	}
	return nil
}

func (s *Service) lastConsent(ctx context.Context, who people.ID, purpose Purpose) (c Consent, err error) {
	err = s.DB.QueryRow(ctx, `SELECT id, person, purpose, text, given, at FROM consents
		WHERE person = ? AND purpose = ? ORDER BY at DESC, id DESC LIMIT 1`, who, purpose).
		Scan(&c.ID, &c.Person, &c.Purpose, &c.Text, &c.Given, &c.At)
	return c, err
}

// History lists every decision of the person, oldest first.
func (s *Service) History(ctx context.Context, who people.ID) ([]Consent, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, person, purpose, text, given, at FROM consents WHERE person = ? ORDER BY at, id`, who)
	if err != nil {
		return nil, fmt.Errorf("listing consents: %w", err)
	}
	defer rows.Close()
	var out []Consent
	for rows.Next() {
		var c Consent
		if err := rows.Scan(&c.ID, &c.Person, &c.Purpose, &c.Text, &c.Given, &c.At); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

package people

import (
	"context"
	"errors"
	"fmt"

	"preceptor/internal/db"
)

func (s *Service) insertSession(ctx context.Context, v Session, hash string) error {
	opened := db.At(v.OpenedAt)
	_, err := s.db.Exec(ctx, `INSERT INTO sessions
		(id, token_hash, previous_hash, previous_until, person_id, method, agent, opened_at, seen_at, idle_at, expires_at, rotate_due)
		VALUES (?, ?, '', 0, ?, ?, ?, ?, ?, ?, ?, ?)`,
		v.ID, hash, v.Person, v.Method, v.Agent, opened, opened, opened.Add(s.lifetimes.Idle), db.At(v.Expires), false)
	return err
}

// Both tokens are looked up by an index. No previous hash is empty when asked
// for, since hashes never are.
const sessionIsOpen = `(token_hash = ? OR (previous_hash = ? AND previous_until > ?)) AND idle_at > ? AND expires_at > ?`

func (s *Service) touchSession(ctx context.Context, session SessionID, now db.Time) error {
	_, err := s.db.Exec(ctx, `UPDATE sessions SET seen_at = ?, idle_at = ? WHERE id = ?`, now, now.Add(s.lifetimes.Idle), session)
	return err
}

func (s *Service) rotateSession(ctx context.Context, old, fresh string, now db.Time) (Session, error) {
	row := s.db.QueryRow(ctx, `UPDATE sessions SET token_hash = ?, previous_hash = token_hash, previous_until = ?, rotate_due = ?
		WHERE token_hash = ? AND idle_at > ? AND expires_at > ?
		RETURNING `+sessionColumns, fresh, now.Add(rotationGrace), false, old, now, now)
	session, err := scanSession(row)
	if errors.Is(err, ErrNotFound) {
		return Session{}, ErrSignIn
	}
	return session, err
}

func (s *Service) requestRotation(ctx context.Context, who ID) error {
	_, err := s.db.Exec(ctx, `UPDATE sessions SET rotate_due = ? WHERE person_id = ?`, true, who)
	return err
}

func (s *Service) endOthers(ctx context.Context, who ID, keep SessionID) error {
	_, err := s.db.Exec(ctx, `DELETE FROM sessions WHERE person_id = ? AND id <> ?`, who, keep)
	return err
}

const sessionColumns = `id, person_id, method, agent, opened_at, seen_at, expires_at`

// Sessions lists the open sessions of a person, the newest first.
func (s *Service) Sessions(ctx context.Context, who ID) ([]Session, error) {
	now := s.at()
	rows, err := s.db.Query(ctx, `SELECT `+sessionColumns+` FROM sessions
		WHERE person_id = ? AND idle_at > ? AND expires_at > ? ORDER BY id DESC`, who, now, now)
	return collect(rows, err, scanSession)
}

// SessionOwner tells whose session it is, for policy; ErrNotFound when it is over.
func (s *Service) SessionOwner(ctx context.Context, session SessionID) (who ID, err error) {
	err = s.db.QueryRow(ctx, `SELECT person_id FROM sessions WHERE id = ?`, session).Scan(&who)
	return who, missing(err)
}

func scanSession(row scanner) (v Session, err error) {
	var opened, seen, expires db.Time
	err = row.Scan(&v.ID, &v.Person, &v.Method, &v.Agent, &opened, &seen, &expires)
	v.OpenedAt, v.SeenAt, v.Expires = opened.Time(), seen.Time(), expires.Time()
	return v, missing(err)
}

func (s *Service) deleteSession(ctx context.Context, hash string) error {
	_, err := s.db.Exec(ctx, `DELETE FROM sessions WHERE token_hash = ? OR previous_hash = ?`, hash, hash)
	return err
}

// The three things that a person may remove one by one.
const (
	fromSessions = `DELETE FROM sessions WHERE person_id = ? AND id = ?`
	fromTokens   = `DELETE FROM api_tokens WHERE person_id = ? AND id = ?`
	fromPasskeys = `DELETE FROM passkeys WHERE person_id = ? AND id = ?`
)

// deleteOne runs a deletion of one person's one row; ErrNotFound when there is none.
func (s *Service) deleteOne(ctx context.Context, statement string, who ID, row string) error {
	done, err := changed(s.db.Exec(ctx, statement, who, row))
	if err == nil && !done {
		return ErrNotFound
	}
	return err
}

// EndEverybody closes every way in of everybody: sessions, API tokens, passkey
// ceremonies and open invitations. Passwords and passkeys stay. It is for an
// installation that comes back from a backup, where some of them may have been
// revoked since.
func (s *Service) EndEverybody(ctx context.Context) error {
	for _, statement := range []string{
		`DELETE FROM sessions`, `DELETE FROM api_tokens`, `DELETE FROM passkey_ceremonies`, `DELETE FROM invitations WHERE used_at = 0`,
	} {
		if _, err := s.db.Exec(ctx, statement); err != nil {
			return fmt.Errorf("ending every way in: %w", err)
		}
	}
	return nil
}

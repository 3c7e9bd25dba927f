package people

import (
	"context"
	"errors"

	"preceptor/internal/db"
)

func (s *Service) passwordOf(ctx context.Context, login string) (who ID, hash string, err error) {
	err = s.db.QueryRow(ctx, `SELECT p.id, w.hash FROM people p JOIN passwords w ON w.person_id = p.id WHERE p.login = ?`, login).Scan(&who, &hash)
	return who, hash, missing(err)
}

func (s *Service) savePassword(ctx context.Context, who ID, hash string) error {
	_, err := s.db.Exec(ctx, `INSERT INTO passwords (person_id, hash, set_at) VALUES (?, ?, ?)
		ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at`, who, hash, s.at())
	return err
}

func (s *Service) replaceHash(ctx context.Context, who ID, old, hash string) error {
	_, err := s.db.Exec(ctx, `UPDATE passwords SET hash = ? WHERE person_id = ? AND hash = ?`, hash, who, old)
	return err
}

// counter is a record that attempts count on.
type counter struct {
	key   string
	limit limit
}

// counters are the records of one attempt, always in the same order.
func counters(login string, from Device) []counter {
	var all []counter
	if login != "" {
		all = append(all, counter{subject("account", login), accountLimit})
	}
	if from.Address != "" {
		all = append(all, counter{subject("address", from.Address), addressLimit})
	}
	return all
}

// takeTry counts an attempt, or refuses it with Throttled and counts nothing.
func (s *Service) takeTry(ctx context.Context, login string, from Device) error {
	return s.db.Tx(ctx, func(ctx context.Context) error {
		for _, c := range counters(login, from) {
			t, err := s.readTries(ctx, c.key)
			if err != nil {
				return err
			}
			if t, err = c.limit.take(t, s.at()); err != nil {
				return err
			}
			if err := s.writeTries(ctx, c.key, t); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) readTries(ctx context.Context, key string) (t tries, err error) {
	err = s.db.QueryRow(ctx, `SELECT failures, last_at, free_at FROM sign_in_tries WHERE subject = ?`, key).Scan(&t.failures, &t.lastAt, &t.freeAt)
	if errors.Is(err, db.ErrNoRows) {
		return tries{}, nil
	}
	return t, err
}

func (s *Service) writeTries(ctx context.Context, key string, t tries) error {
	_, err := s.db.Exec(ctx, `INSERT INTO sign_in_tries (subject, failures, last_at, free_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, free_at = excluded.free_at`,
		key, t.failures, t.lastAt, t.freeAt)
	return err
}

// returnTry takes back an attempt that was not decided.
func (s *Service) returnTry(ctx context.Context, login string, from Device) error {
	for _, c := range counters(login, from) {
		if _, err := s.db.Exec(ctx, `UPDATE sign_in_tries SET failures = failures - 1, free_at = 0 WHERE subject = ? AND failures > 0`, c.key); err != nil {
			return err
		}
	}
	return nil
}

// forgetTries clears the account after a right password; the address gets back
// only this one attempt, or its owner could guess elsewhere for ever.
func (s *Service) forgetTries(ctx context.Context, login string, from Device) error {
	if err := s.returnTry(ctx, "", from); err != nil {
		return err
	}
	_, err := s.db.Exec(ctx, `DELETE FROM sign_in_tries WHERE subject = ?`, subject("account", login))
	return err
}

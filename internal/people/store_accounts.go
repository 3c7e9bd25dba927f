package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"preceptor/internal/db"
)

func (s *Service) insertPerson(ctx context.Context, p Person) error {
	_, err := s.db.Exec(ctx, `INSERT INTO people (id, login, name, language, zone, status, made_at, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		p.ID, p.Login, p.Name, p.Language, p.Zone, p.Status, db.At(p.MadeAt), p.Version)
	return taken(err, ErrLoginTaken)
}

const personColumns = `id, COALESCE(login, ''), name, language, zone, status, made_at, version`

// Person reads one account; ErrNotFound when there is none.
func (s *Service) Person(ctx context.Context, who ID) (Person, error) {
	return scanPerson(s.db.QueryRow(ctx, `SELECT `+personColumns+` FROM people WHERE id = ?`, who))
}

// PersonByLogin finds the account of a login in any spelling.
func (s *Service) PersonByLogin(ctx context.Context, login string) (Person, error) {
	login, err := NormalLogin(login)
	if err != nil {
		return Person{}, err
	}
	return scanPerson(s.db.QueryRow(ctx, `SELECT `+personColumns+` FROM people WHERE login = ?`, login))
}

// Page asks for a piece of a list: at most Size rows (1 to 200) after the cursor.
type Page struct {
	After ID
	Size  int
}

// People lists accounts that are not erased by identifier, that is by age: those
// that match the SQL condition where (empty: all), which policy's Scope provides.
func (s *Service) People(ctx context.Context, where string, args []any, page Page) ([]Person, error) {
	if where == "" {
		where = "TRUE"
	}
	rows, err := s.db.Query(ctx, `SELECT `+personColumns+` FROM people WHERE id > ? AND status <> 'erased' AND (`+where+`) ORDER BY id LIMIT ?`,
		append(append([]any{page.After}, args...), min(max(page.Size, 1), 200))...)
	return collect(rows, err, scanPerson)
}

func (s *Service) updateProfile(ctx context.Context, who ID, version int64, p Profile) error {
	result, err := s.db.Exec(ctx, `UPDATE people SET login = ?, name = ?, language = ?, zone = ?, version = version + 1
		WHERE id = ? AND version = ? AND status <> ?`, p.Login, p.Name, p.Language, p.Zone, who, version, Erased)
	if err != nil {
		return taken(err, ErrLoginTaken)
	}
	return s.onePerson(ctx, result, who, ErrConflict)
}

func (s *Service) updateStatus(ctx context.Context, who ID, from, to Status) error {
	result, err := s.db.Exec(ctx, `UPDATE people SET status = ?, version = version + 1 WHERE id = ? AND status = ?`, to, who, from)
	if err != nil {
		return err
	}
	return s.onePerson(ctx, result, who, ErrStatus)
}

// onePerson turns "no row changed" into ErrNotFound, or into refused when the
// person exists.
func (s *Service) onePerson(ctx context.Context, result sql.Result, who ID, refused error) error {
	n, err := result.RowsAffected()
	if err != nil || n == 1 {
		return err
	}
	if _, err := s.Person(ctx, who); err != nil {
		return err
	}
	return refused
}

// endEverything closes every way in, and those that the person opened for others.
func (s *Service) endEverything(ctx context.Context, who ID) error {
	return s.execEach(ctx, who,
		`DELETE FROM sessions WHERE person_id = ?`,
		`DELETE FROM api_tokens WHERE person_id = ?`,
		`DELETE FROM passkey_ceremonies WHERE person_id = ?`,
		`DELETE FROM invitations WHERE made_by = ? AND used_at = 0`)
}

func (s *Service) eraseRows(ctx context.Context, who ID, login string) error {
	if _, err := s.db.Exec(ctx, `DELETE FROM sign_in_tries WHERE subject = ?`, subject("account", login)); err != nil {
		return err
	}
	if _, err := s.db.Exec(ctx, `DELETE FROM invitations WHERE login = ? AND used_at = 0`, login); err != nil {
		return err
	}
	return s.execEach(ctx, who,
		`DELETE FROM passwords WHERE person_id = ?`,
		`DELETE FROM passkeys WHERE person_id = ?`,
		`DELETE FROM person_roles WHERE person_id = ?`,
		`DELETE FROM enrolments WHERE person_id = ?`,
		`UPDATE people SET login = NULL, name = '', language = '', zone = '', status = 'erased', version = version + 1 WHERE id = ?`)
}

func (s *Service) execEach(ctx context.Context, who ID, statements ...string) error {
	for _, statement := range statements {
		if _, err := s.db.Exec(ctx, statement, who); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) insertRole(ctx context.Context, who ID, role Role) (bool, error) {
	if err := s.checkActive(ctx, who); err != nil {
		return false, err
	}
	return changed(s.db.Exec(ctx, `INSERT INTO person_roles (person_id, role) VALUES (?, ?) ON CONFLICT DO NOTHING`, who, role))
}

func (s *Service) deleteRole(ctx context.Context, who ID, role Role) (bool, error) {
	return changed(s.db.Exec(ctx, `DELETE FROM person_roles WHERE person_id = ? AND role = ?`, who, role))
}

// checkActive refuses to attach anything to an erased account; a suspended one may be prepared.
func (s *Service) checkActive(ctx context.Context, who ID) error {
	person, err := s.Person(ctx, who)
	if err == nil && person.Status == Erased {
		return ErrStatus
	}
	return err
}

// scanner is *sql.Row or *sql.Rows.
type scanner interface{ Scan(dest ...any) error }

func scanPerson(row scanner) (p Person, err error) {
	var made db.Time
	err = row.Scan(&p.ID, &p.Login, &p.Name, &p.Language, &p.Zone, &p.Status, &made, &p.Version)
	p.MadeAt = made.Time()
	return p, missing(err)
}

// collect reads all rows of a query.
func collect[T any](rows *sql.Rows, err error, scan func(scanner) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

func missing(err error) error {
	if errors.Is(err, db.ErrNoRows) {
		return ErrNotFound
	}
	return err
}

func taken(err, sentinel error) error {
	if db.IsUnique(err) {
		return fmt.Errorf("%w", sentinel)
	}
	return err
}

func changed(result sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

package people

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"preceptor/internal/db"
)

// A presence is one query: who it is, joined with every role. Rows of the
// installation carry an empty course; a person without any role gives one row
// with an empty role.
const withRoles = `
	SELECT w.*, '' AS course, COALESCE(r.role, '') AS role FROM who w LEFT JOIN person_roles r ON r.person_id = w.person_id
	UNION ALL
	SELECT w.*, e.course_id AS course, e.role AS role FROM who w JOIN enrolments e ON e.person_id = w.person_id
	ORDER BY course, role`

const whoColumns = `p.id AS person_id, COALESCE(p.login, '') AS login, p.name AS name, p.language AS language, p.zone AS zone, p.status AS status`

func (s *Service) presenceOfSession(ctx context.Context, hash string, now db.Time) (Presence, db.Time, error) {
	return s.presence(ctx, `WITH who AS (
		SELECT `+whoColumns+`, s.id AS session_id, s.rotate_due AS rotate_due, '' AS token_id, '' AS scopes, s.seen_at AS seen_at
		FROM sessions s JOIN people p ON p.id = s.person_id WHERE `+sessionIsOpen+`)`+withRoles, hash, hash, now, now, now)
}

func (s *Service) presenceOfToken(ctx context.Context, hash string, now db.Time) (Presence, db.Time, error) {
	return s.presence(ctx, `WITH who AS (
		SELECT `+whoColumns+`, '' AS session_id, FALSE AS rotate_due, t.id AS token_id, t.scopes AS scopes, t.used_at AS seen_at
		FROM api_tokens t JOIN people p ON p.id = t.person_id WHERE t.token_hash = ? AND t.expires_at > ?)`+withRoles, hash, now)
}

// PresenceOf tells what a person is, without a way in: for work done in a
// person's name, such as a job. The caller reads the status; policy does.
func (s *Service) PresenceOf(ctx context.Context, who ID) (Presence, error) {
	presence, _, err := s.presence(ctx, `WITH who AS (
		SELECT `+whoColumns+`, '' AS session_id, FALSE AS rotate_due, '' AS token_id, '' AS scopes, 0 AS seen_at
		FROM people p WHERE p.id = ?)`+withRoles, who)
	if errors.Is(err, ErrSignIn) {
		return presence, ErrNotFound
	}
	return presence, err
}

func (s *Service) presence(ctx context.Context, query string, args ...any) (p Presence, seen db.Time, err error) {
	rows, err := s.db.Query(ctx, query, args...)
	if err != nil {
		return p, 0, err
	}
	defer rows.Close()
	p.Courses = map[CourseID][]Role{}
	for rows.Next() {
		if err := scanPresence(rows, &p, &seen); err != nil {
			return p, 0, err
		}
	}
	if err := rows.Err(); err != nil {
		return p, 0, err
	}
	if p.Person == "" {
		return p, 0, ErrSignIn
	}
	return p, seen, nil
}

// scanPresence adds one row, that is one role, to the presence.
func scanPresence(rows *sql.Rows, p *Presence, seen *db.Time) error {
	var scopes string
	var course CourseID
	var role Role
	err := rows.Scan(&p.Person, &p.Login, &p.Name, &p.Language, &p.Zone, &p.Status,
		&p.Session, &p.RotateDue, &p.Token, &scopes, seen, &course, &role)
	if err != nil {
		return err
	}
	p.Scopes = scopesOf(scopes)
	switch {
	case course != "":
		p.Courses[course] = append(p.Courses[course], role)
	case role != "":
		p.Roles = append(p.Roles, role)
	}
	return nil
}

func scopesOf(text string) []Scope {
	var scopes []Scope
	for word := range strings.FieldsSeq(text) {
		scopes = append(scopes, Scope(word))
	}
	return scopes
}

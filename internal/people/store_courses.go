package people

import (
	"context"
	"database/sql"

	"preceptor/internal/db"
)

func (s *Service) insertCourse(ctx context.Context, c Course) error {
	_, err := s.db.Exec(ctx, `INSERT INTO courses (id, code, title, ai_level, made_at, version) VALUES (?, ?, ?, ?, ?, ?)`,
		c.ID, c.Code, c.Title, int64(c.AILevel), db.At(c.MadeAt), c.Version)
	return taken(err, ErrCodeTaken)
}

func (s *Service) updateCourse(ctx context.Context, c Course) error {
	done, err := changed(s.db.Exec(ctx, `UPDATE courses SET code = ?, title = ?, ai_level = ?, version = version + 1 WHERE id = ? AND version = ?`,
		c.Code, c.Title, int64(c.AILevel), c.ID, c.Version))
	if err != nil || done {
		return taken(err, ErrCodeTaken)
	}
	return conflictOr(s.Course(ctx, c.ID))
}

const courseColumns = `id, code, title, ai_level, made_at, version`

// Course reads one course; ErrNotFound when there is none.
func (s *Service) Course(ctx context.Context, course CourseID) (Course, error) {
	return scanCourse(s.db.QueryRow(ctx, `SELECT `+courseColumns+` FROM courses WHERE id = ?`, course))
}

// Courses lists the courses that match the SQL condition where (empty: all),
// which policy's Scope provides, by their code.
func (s *Service) Courses(ctx context.Context, where string, args []any) ([]Course, error) {
	if where == "" {
		where = "TRUE"
	}
	rows, err := s.db.Query(ctx, `SELECT `+courseColumns+` FROM courses WHERE `+where+` ORDER BY code`, args...)
	return collect(rows, err, scanCourse)
}

func scanCourse(row scanner) (c Course, err error) {
	var made db.Time
	err = row.Scan(&c.ID, &c.Code, &c.Title, &c.AILevel, &made, &c.Version)
	c.MadeAt = made.Time()
	return c, missing(err)
}

func (s *Service) insertCohort(ctx context.Context, c Cohort) error {
	_, err := s.db.Exec(ctx, `INSERT INTO cohorts (id, course_id, name, made_at, version) VALUES (?, ?, ?, ?, ?)`,
		c.ID, c.Course, c.Name, db.At(c.MadeAt), c.Version)
	return err
}

func (s *Service) updateCohort(ctx context.Context, cohort CohortID, version int64, name string) error {
	done, err := changed(s.db.Exec(ctx, `UPDATE cohorts SET name = ?, version = version + 1 WHERE id = ? AND version = ?`, name, cohort, version))
	if err != nil || done {
		return err
	}
	return conflictOr(s.Cohort(ctx, cohort))
}

const cohortColumns = `id, course_id, name, made_at, version`

// Cohort reads one cohort; ErrNotFound when there is none.
func (s *Service) Cohort(ctx context.Context, cohort CohortID) (Cohort, error) {
	return scanCohort(s.db.QueryRow(ctx, `SELECT `+cohortColumns+` FROM cohorts WHERE id = ?`, cohort))
}

// Cohorts lists the cohorts of a course by name.
func (s *Service) Cohorts(ctx context.Context, course CourseID) ([]Cohort, error) {
	rows, err := s.db.Query(ctx, `SELECT `+cohortColumns+` FROM cohorts WHERE course_id = ? ORDER BY name, id`, course)
	return collect(rows, err, scanCohort)
}

func scanCohort(row scanner) (c Cohort, err error) {
	var made db.Time
	err = row.Scan(&c.ID, &c.Course, &c.Name, &made, &c.Version)
	c.MadeAt = made.Time()
	return c, missing(err)
}

func (s *Service) saveEnrolment(ctx context.Context, e Enrolment) error {
	_, err := s.db.Exec(ctx, `INSERT INTO enrolments (person_id, course_id, role, cohort_id, since) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (person_id, course_id, role) DO UPDATE SET cohort_id = excluded.cohort_id`,
		e.Person, e.Course, e.Role, orNull(string(e.Cohort)), s.at())
	return err
}

func (s *Service) deleteEnrolment(ctx context.Context, who ID, course CourseID, role Role) (bool, error) {
	return changed(s.db.Exec(ctx, `DELETE FROM enrolments WHERE person_id = ? AND course_id = ? AND role = ?`, who, course, role))
}

// Members lists who holds a role in the course, by name.
func (s *Service) Members(ctx context.Context, course CourseID) ([]Member, error) {
	rows, err := s.db.Query(ctx, `SELECT e.person_id, e.course_id, e.role, COALESCE(e.cohort_id, ''), e.since, p.name
		FROM enrolments e JOIN people p ON p.id = e.person_id WHERE e.course_id = ? ORDER BY p.name, e.person_id, e.role`, course)
	return collect(rows, err, scanMember)
}

func scanMember(row scanner) (m Member, err error) {
	var since db.Time
	err = row.Scan(&m.Person, &m.Course, &m.Role, &m.Cohort, &since, &m.Name)
	m.Since = since.Time()
	return m, err
}

func orNull(text string) sql.NullString { return sql.NullString{String: text, Valid: text != ""} }

// conflictOr explains why an edit changed nothing: the row is gone, or newer.
func conflictOr[T any](_ T, err error) error {
	if err != nil {
		return err
	}
	return ErrConflict
}

package curriculum

import (
	"context"
	"database/sql"
	"fmt"

	"preceptor/internal/db"
	"preceptor/internal/people"
)

func (s *Service) insert(ctx context.Context, o Objective) error {
	_, err := s.DB.Exec(ctx, `INSERT INTO objectives (id, course, position, statement, retired, made_at, version) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		o.ID, o.Course, o.Position, o.Statement, o.Retired, db.At(o.MadeAt), o.Version)
	if err != nil {
		return fmt.Errorf("keeping an objective: %w", err)
	}
	return s.insertCodes(ctx, o)
}

func (s *Service) update(ctx context.Context, o Objective) error {
	_, err := s.DB.Exec(ctx, `UPDATE objectives SET position = ?, statement = ?, retired = ?, version = version + 1 WHERE id = ?`,
		o.Position, o.Statement, o.Retired, o.ID)
	if err != nil {
		return fmt.Errorf("keeping an objective: %w", err)
	}
	if _, err := s.DB.Exec(ctx, `DELETE FROM objective_competencies WHERE objective_id = ?`, o.ID); err != nil {
		return fmt.Errorf("keeping an objective's competencies: %w", err)
	}
	return s.insertCodes(ctx, o)
}

func (s *Service) insertCodes(ctx context.Context, o Objective) error {
	for _, code := range o.Codes {
		if _, err := s.DB.Exec(ctx, `INSERT INTO objective_competencies (objective_id, code) VALUES (?, ?)`, o.ID, code); err != nil {
			return fmt.Errorf("keeping an objective's competencies: %w", err)
		}
	}
	return nil
}

func (s *Service) lastPosition(ctx context.Context, course people.CourseID) (last int64, err error) {
	err = s.DB.QueryRow(ctx, `SELECT COALESCE(MAX(position), 0) FROM objectives WHERE course = ?`, course).Scan(&last)
	if err != nil {
		return 0, fmt.Errorf("placing an objective: %w", err)
	}
	return last, nil
}

func (s *Service) selectOne(ctx context.Context, objective ObjectiveID) (Objective, error) {
	found, err := s.selectMany(ctx, `o.id = ?`, objective)
	if err != nil {
		return Objective{}, err
	}
	if len(found) == 0 {
		return Objective{}, ErrNotFound
	}
	return found[0], nil
}

func (s *Service) selectCourse(ctx context.Context, course people.CourseID) ([]Objective, error) {
	return s.selectMany(ctx, `o.course = ?`, course)
}

// selectMany reads objectives with their competencies, a row per code.
func (s *Service) selectMany(ctx context.Context, where string, arg any) (list []Objective, err error) {
	rows, err := s.DB.Query(ctx, `SELECT o.id, o.course, o.position, o.statement, o.retired, o.made_at, o.version, c.code
		FROM objectives o LEFT JOIN objective_competencies c ON c.objective_id = o.id
		WHERE `+where+` ORDER BY o.retired, o.position, o.id, c.code`, arg)
	if err != nil {
		return nil, fmt.Errorf("reading objectives: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var o Objective
		var madeAt db.Time
		var code sql.NullString
		if err := rows.Scan(&o.ID, &o.Course, &o.Position, &o.Statement, &o.Retired, &madeAt, &o.Version, &code); err != nil {
			return nil, fmt.Errorf("reading an objective: %w", err)
		}
		o.MadeAt = madeAt.Time()
		if n := len(list); n == 0 || list[n-1].ID != o.ID {
			list = append(list, o)
		}
		if code.Valid {
			last := &list[len(list)-1]
			last.Codes = append(last.Codes, Code(code.String))
		}
	}
	return list, rows.Err()
}

package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"preceptor/internal/db"
	"preceptor/internal/privacy"
)

func (s *Service) insert(ctx context.Context, r Record, body privacy.Sealed) error {
	provenance, err := json.Marshal(r.Provenance)
	if err != nil {
		return err
	}
	supersedes := sql.NullString{String: string(r.Supersedes), Valid: r.Supersedes != ""}
	_, err = s.DB.Exec(ctx, `INSERT INTO records
		(id, learner, judged_by, course, activity_kind, activity_id, purpose, at, schema_name, body, provenance, supersedes, leaf)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.Learner, r.By, r.Course, r.Activity.Kind, r.Activity.ID, r.Purpose, db.At(r.At), r.Schema, body,
		string(provenance), supersedes, r.Leaf)
	if err != nil {
		return fmt.Errorf("keeping a record: %w", err)
	}
	for _, code := range r.Competencies {
		if _, err := s.DB.Exec(ctx, `INSERT INTO record_competencies (record_id, code) VALUES (?, ?)`, r.ID, code); err != nil {
			return fmt.Errorf("keeping a record's competencies: %w", err)
		}
	}
	return nil
}

func (s *Service) find(ctx context.Context, record ID) (Record, bool, error) {
	found, err := s.selectRecords(ctx, "records.id = ?", []any{record}, 1)
	if err != nil {
		return Record{}, false, err
	}
	if len(found) == 0 {
		return Record{}, false, ErrNotFound
	}
	var later int
	err = s.DB.QueryRow(ctx, `SELECT COUNT(*) FROM records WHERE supersedes = ?`, record).Scan(&later)
	return found[0], later > 0, err
}

func (s *Service) sealedBody(ctx context.Context, record ID) (body privacy.Sealed, err error) {
	err = s.DB.QueryRow(ctx, `SELECT body FROM records WHERE id = ?`, record).Scan(&body)
	if errors.Is(err, db.ErrNoRows) {
		return nil, ErrNotFound
	}
	return body, err
}

// selectRecords reads records with their competencies, a row per code.
func (s *Service) selectRecords(ctx context.Context, where string, args []any, most int) ([]Record, error) {
	rows, err := s.DB.Query(ctx, `SELECT page.id, page.learner, page.judged_by, page.course, page.activity_kind, page.activity_id,
			page.purpose, page.at, page.schema_name, page.provenance, page.supersedes, page.leaf, c.code
		FROM (SELECT * FROM records WHERE `+where+` ORDER BY records.id LIMIT ?) page
		LEFT JOIN record_competencies c ON c.record_id = page.id
		ORDER BY page.id, c.code NULLS FIRST`, append(args, most)...)
	if err != nil {
		return nil, fmt.Errorf("listing records: %w", err)
	}
	defer rows.Close()
	var out []Record
	for rows.Next() {
		r, code, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("reading a record: %w", err)
		}
		if n := len(out); n == 0 || out[n-1].ID != r.ID {
			out = append(out, r)
		}
		if code.Valid {
			last := &out[len(out)-1]
			last.Competencies = append(last.Competencies, code.String)
		}
	}
	return out, rows.Err()
}

func scan(rows *sql.Rows) (r Record, code sql.NullString, err error) {
	var at db.Time
	var provenance string
	var supersedes sql.NullString
	err = rows.Scan(&r.ID, &r.Learner, &r.By, &r.Course, &r.Activity.Kind, &r.Activity.ID, &r.Purpose, &at, &r.Schema,
		&provenance, &supersedes, &r.Leaf, &code)
	if err != nil {
		return r, code, err
	}
	r.At, r.Supersedes = at.Time(), ID(supersedes.String)
	return r, code, json.Unmarshal([]byte(provenance), &r.Provenance)
}

package dump

import (
	"context"
	"fmt"
	"strings"

	"preceptor/internal/db"
)

// IsEmpty says whether the database holds no table at all, so that loading into
// it destroys nothing.
func IsEmpty(ctx context.Context, d *db.DB) (bool, error) {
	query := `SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'public'`
	if d.Engine() == "sqlite" {
		query = `SELECT COUNT(*) FROM sqlite_master`
	}
	var n int
	if err := d.QueryRow(ctx, query).Scan(&n); err != nil {
		return false, fmt.Errorf("reading the schema: %w", err)
	}
	return n == 0, nil
}

// Clear drops every table of a PostgreSQL database, after a load that failed. A
// SQLite file is removed instead.
func Clear(ctx context.Context, d *db.DB) error {
	rows, err := d.Query(ctx, `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`)
	if err != nil {
		return fmt.Errorf("reading the schema: %w", err)
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil || len(names) == 0 {
		return err
	}
	if _, err := d.Exec(ctx, `DROP TABLE `+strings.Join(names, ", ")+` CASCADE`); err != nil {
		return fmt.Errorf("dropping the tables: %w", err)
	}
	return nil
}

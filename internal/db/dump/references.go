package dump

import (
	"context"
	"fmt"

	"preceptor/internal/db"
)

// deferred runs load with foreign keys checked at its end instead of row by
// row, so that tables, and rows that point to rows of their own table, may come
// in any order.
func deferred(ctx context.Context, d *db.DB, load func() error) error {
	if d.Engine() == "sqlite" {
		// Ends by itself with the transaction.
		if _, err := d.Exec(ctx, `PRAGMA defer_foreign_keys = 1`); err != nil {
			return err
		}
		return load()
	}
	if err := alterReferences(ctx, d, "DEFERRABLE INITIALLY DEFERRED"); err != nil {
		return err
	}
	if err := load(); err != nil {
		return err
	}
	if _, err := d.Exec(ctx, `SET CONSTRAINTS ALL IMMEDIATE`); err != nil {
		return fmt.Errorf("checking references: %w", err)
	}
	return alterReferences(ctx, d, "NOT DEFERRABLE")
}

const postgresReferences = `SELECT table_name, constraint_name FROM information_schema.table_constraints
	WHERE constraint_type = 'FOREIGN KEY' AND table_schema = 'public'`

// alterReferences changes every foreign key of a PostgreSQL database.
func alterReferences(ctx context.Context, d *db.DB, to string) error {
	rows, err := d.Query(ctx, postgresReferences)
	if err != nil {
		return fmt.Errorf("reading the references: %w", err)
	}
	defer rows.Close()
	var statements []string
	for rows.Next() {
		var table, constraint string
		if err := rows.Scan(&table, &constraint); err != nil {
			return err
		}
		statements = append(statements, "ALTER TABLE "+table+" ALTER CONSTRAINT "+constraint+" "+to)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, statement := range statements {
		if _, err := d.Exec(ctx, statement); err != nil {
			return fmt.Errorf("changing a reference: %w", err)
		}
	}
	return nil
}

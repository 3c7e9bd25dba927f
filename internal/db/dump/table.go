package dump

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"preceptor/internal/db"
)

// ErrType is returned for a column whose type is not one of the design.
var ErrType = errors.New("a column has a type that cannot be dumped")

// Kind is what a column holds, as far as both engines agree on it.
type Kind string

// The kinds of columns.
const (
	Text  Kind = "text"
	Whole Kind = "whole" // integers and truth values
	Real  Kind = "real"
	Bytes Kind = "bytes"
)

// Column is one column of a table.
type Column struct {
	Name  string `json:"name"`
	Kind  Kind   `json:"kind"`
	truth bool   // PostgreSQL's BOOLEAN
}

// Table is a table with its columns in the order of their names, which is the
// same on both engines.
type Table struct {
	Name    string   `json:"table"`
	Columns []Column `json:"columns"`
}

// kinds of the types that the schema may use.
var kinds = map[string]Kind{
	"TEXT": Text, "INTEGER": Whole, "REAL": Real, "BLOB": Bytes,
	"text": Text, "bigint": Whole, "boolean": Whole, "double precision": Real, "bytea": Bytes,
}

const (
	sqliteColumns = `SELECT m.name, c.name, c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' ORDER BY m.name, c.name`
	postgresColumns = `SELECT table_name, column_name, data_type FROM information_schema.columns
		WHERE table_schema = 'public' ORDER BY table_name, column_name`
)

// Tables lists the tables of the schema, by name. The engine's and the
// migration tool's own are left out.
func Tables(ctx context.Context, d *db.DB) ([]Table, error) {
	query := postgresColumns
	if d.Engine() == "sqlite" {
		query = sqliteColumns
	}
	rows, err := d.Query(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("reading the schema: %w", err)
	}
	defer rows.Close()
	var tables []Table
	for rows.Next() {
		var table, column, kind string
		if err := rows.Scan(&table, &column, &kind); err != nil {
			return nil, err
		}
		if isOwn(table) {
			continue
		}
		if kinds[kind] == "" {
			return nil, fmt.Errorf("%w: %s.%s is %s", ErrType, table, column, kind)
		}
		if len(tables) == 0 || tables[len(tables)-1].Name != table {
			tables = append(tables, Table{Name: table})
		}
		last := &tables[len(tables)-1]
		last.Columns = append(last.Columns, Column{column, kinds[kind], kind == "boolean"})
	}
	return tables, rows.Err()
}

func isOwn(table string) bool {
	return strings.HasPrefix(table, "goose_") || strings.HasPrefix(table, "sqlite_")
}

// names of the columns, joined for a statement.
func (t Table) names() string {
	var b strings.Builder
	for i, c := range t.Columns {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(c.Name)
	}
	return b.String()
}

// same says whether both tables have the same columns of the same kinds.
func (t Table) same(other Table) bool {
	return t.Name == other.Name && slices.EqualFunc(t.Columns, other.Columns, func(a, b Column) bool {
		return a.Name == b.Name && a.Kind == b.Kind
	})
}

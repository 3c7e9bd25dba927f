package db_test

import (
	"cmp"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/migrations"
)

// column is a column as far as both engines have to agree on it.
type column struct {
	Table, Name string
	Type        string // what it holds: text, whole, real, bytes
	Nullable    bool
	Key         bool
}

// sqliteKinds and postgresKinds are the only types of the design. Whole numbers
// and truth values are one kind, since SQLite has no type for the latter.
var (
	sqliteKinds   = map[string]string{"TEXT": "text", "INTEGER": "whole", "REAL": "real", "BLOB": "bytes"}
	postgresKinds = map[string]string{"text": "text", "bigint": "whole", "boolean": "whole", "double precision": "real", "bytea": "bytes"}
)

func TestBothEnginesHaveTheSameSchema(t *testing.T) {
	lite, post := sqliteColumns(t, dbtest.SQLite(t)), postgresColumns(t, dbtest.Postgres(t))
	if diff := gocmp.Diff(lite, post); diff != "" {
		t.Errorf("SQLite (-) and PostgreSQL (+) differ:\n%s", diff)
	}
	if len(lite) < 20 {
		t.Errorf("only %d columns were found", len(lite))
	}
}

func TestBothEnginesHaveTheSameUniqueConstraintsAndForeignKeys(t *testing.T) {
	lite := constraints(t, dbtest.SQLite(t), `
		SELECT m.name, 'unique', STRING_AGG(i.name, ',' ORDER BY i.seqno) FROM sqlite_master m
		JOIN pragma_index_list(m.name) l JOIN pragma_index_info(l.name) i
		WHERE m.type = 'table' AND l."unique" AND m.name NOT LIKE 'goose%' GROUP BY m.name, l.name
		UNION ALL SELECT m.name, 'unique', STRING_AGG(c.name, ',' ORDER BY c.pk) FROM sqlite_master m
		JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.pk > 0 AND m.name NOT LIKE 'goose%' AND m.name NOT LIKE 'sqlite%' GROUP BY m.name
		UNION ALL SELECT m.name, 'refers', STRING_AGG(f."from" || ' ' || f."table" || ' ' || f.on_delete, ',' ORDER BY f.seq) FROM sqlite_master m
		JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' GROUP BY m.name, f.id`)
	post := constraints(t, dbtest.Postgres(t), `
		SELECT c.relname, 'unique', (SELECT STRING_AGG(a.attname, ',' ORDER BY k.n) FROM UNNEST(i.indkey::int[]) WITH ORDINALITY k (attnum, n)
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum)
		FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace s ON s.oid = c.relnamespace
		WHERE i.indisunique AND s.nspname = 'public' AND c.relname NOT LIKE 'goose%'
		UNION ALL SELECT c.relname, 'refers', (SELECT STRING_AGG(a.attname || ' ' || r.relname || ' ' ||
			CASE f.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'r' THEN 'RESTRICT' ELSE 'NO ACTION' END, ',' ORDER BY k.n)
			FROM UNNEST(f.conkey) WITH ORDINALITY k (attnum, n) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum)
		FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class r ON r.oid = f.confrelid WHERE f.contype = 'f'`)
	if diff := gocmp.Diff(lite, post); diff != "" {
		t.Errorf("SQLite (-) and PostgreSQL (+) differ:\n%s", diff)
	}
}

func TestSQLiteTablesAreStrict(t *testing.T) {
	for _, row := range rowsOf(t, dbtest.SQLite(t), `SELECT name, '', '' FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%'`) {
		t.Errorf("table %s is not STRICT", row[0])
	}
}

func TestPostgresTextsAreComparedByTheirBytes(t *testing.T) {
	for _, row := range rowsOf(t, dbtest.Postgres(t), `
		SELECT table_name, column_name, COALESCE(collation_name, '') FROM information_schema.columns
		WHERE table_schema = 'public' AND data_type = 'text' AND COALESCE(collation_name, '') <> 'C' AND table_name NOT LIKE 'goose%'`) {
		t.Errorf(`column %s.%s is not COLLATE "C"`, row[0], row[1])
	}
}

var migrationName = regexp.MustCompile(`^20[0-9]{12}_[a-z_]+\.sql$`)

func TestMigrationsComeInPairs(t *testing.T) {
	names := func(engine string) (out []string) {
		files, err := fs.ReadDir(migrations.Files, engine)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if out = append(out, f.Name()); !migrationName.MatchString(f.Name()) {
				t.Errorf("%s is not <UTC yyyymmddhhmmss>_<noun>.sql", path.Join(engine, f.Name()))
			}
		}
		return out
	}
	if diff := gocmp.Diff(names("sqlite"), names("postgres")); diff != "" {
		t.Errorf("SQLite (-) and PostgreSQL (+) differ:\n%s", diff)
	}
}

func sqliteColumns(t *testing.T, d *db.DB) (columns []column) {
	t.Helper()
	rows, err := d.Query(t.Context(), `
		SELECT m.name, c.name, c.type, NOT c."notnull", c.pk > 0 FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'goose%' AND m.name NOT LIKE 'sqlite%'`)
	return scanColumns(t, rows, err, sqliteKinds)
}

func postgresColumns(t *testing.T, d *db.DB) (columns []column) {
	t.Helper()
	rows, err := d.Query(t.Context(), `
		SELECT c.table_name, c.column_name, c.data_type, c.is_nullable = 'YES', EXISTS (
			SELECT 1 FROM information_schema.key_column_usage k JOIN information_schema.table_constraints p USING (constraint_schema, constraint_name)
			WHERE p.constraint_type = 'PRIMARY KEY' AND k.table_schema = c.table_schema AND k.table_name = c.table_name AND k.column_name = c.column_name)
		FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.table_name NOT LIKE 'goose%'`)
	return scanColumns(t, rows, err, postgresKinds)
}

type scanner interface {
	Next() bool
	Scan(...any) error
	Err() error
	Close() error
}

func scanColumns(t *testing.T, rows scanner, err error, kinds map[string]string) (columns []column) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var c column
		if err := rows.Scan(&c.Table, &c.Name, &c.Type, &c.Nullable, &c.Key); err != nil {
			t.Fatal(err)
		}
		if kinds[c.Type] == "" {
			t.Errorf("%s.%s has the type %s, which is not one of the design", c.Table, c.Name, c.Type)
		}
		c.Type = kinds[c.Type]
		columns = append(columns, c)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(columns, func(a, b column) int { return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.Name, b.Name)) })
	return columns
}

// constraints reads rows of table, kind and columns, sorted and without repeats.
func constraints(t *testing.T, d *db.DB, query string) [][3]string {
	t.Helper()
	rows := rowsOf(t, d, query)
	slices.SortFunc(rows, func(a, b [3]string) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]), cmp.Compare(a[2], b[2]))
	})
	return slices.Compact(rows)
}

func rowsOf(t *testing.T, d *db.DB, query string) (out [][3]string) {
	t.Helper()
	rows, err := d.Query(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var row [3]string
		if err := rows.Scan(&row[0], &row[1], &row[2]); err != nil {
			t.Fatal(err)
		}
		out = append(out, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

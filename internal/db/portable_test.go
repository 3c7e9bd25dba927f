package db_test

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"preceptor/internal/db/dbtest"
	"preceptor/internal/floors"
	"preceptor/migrations"
)

// fragment finds pieces of SQL that are put together at run time.
var fragment = regexp.MustCompile(`(=|<|>|LIKE|IN \()\s*\?|\b(WHERE|ORDER BY|GROUP BY|RETURNING|INNER JOIN|LEFT JOIN|ON CONFLICT)\b`)

// TestAllSQLIsPortable reads every SQL text of the program. What both engines
// run is written once; see "Portable SQL" in the package comment.
func TestAllSQLIsPortable(t *testing.T) {
	packages, err := floors.Read(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	nullable := nullableColumns(t)
	texts := 0
	for _, p := range packages {
		for _, f := range p.Files {
			if f.Test {
				continue
			}
			for _, text := range floors.Strings(f.Syntax) {
				if !floors.IsSQL(text) && !(slices.Contains(f.Imports, "preceptor/internal/db") && fragment.MatchString(text)) {
					continue
				}
				texts++
				for _, fault := range unportable(text, nullable) {
					t.Errorf("%s: %s in\n\t%s", f.Path, fault, strings.TrimSpace(text))
				}
			}
		}
	}
	if texts < 20 {
		t.Errorf("only %d SQL texts were found; has the reader gone blind?", texts)
	}
}

func TestAllMigrationsArePortable(t *testing.T) {
	err := fs.WalkDir(migrations.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(migrations.Files, name)
		if err != nil {
			return err
		}
		for _, fault := range unportable(string(text), nil) {
			t.Errorf("%s: %s", name, fault)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// nullableColumns asks a migrated database which columns of which table may be NULL.
func nullableColumns(t *testing.T) map[string][]string {
	t.Helper()
	nullable := map[string][]string{}
	for _, c := range sqliteColumns(t, dbtest.SQLite(t)) {
		if c.Nullable {
			nullable[c.Table] = append(nullable[c.Table], c.Name)
		}
	}
	return nullable
}

func TestEachPortabilityRule(t *testing.T) {
	nullable := map[string][]string{"cases": {"retired_at"}}
	for text, want := range map[string]string{
		`SELECT tags[1] FROM cases`:                                     "an array",
		`SELECT id FROM cases WHERE id = ANY(?)`:                        "an array",
		`SELECT body->'title' FROM cases`:                               "a JSON operator",
		`SELECT body->>'title' FROM cases`:                              "a JSON operator",
		`SELECT id::text FROM cases`:                                    "a PostgreSQL cast; use CAST",
		`SELECT id FROM cases WHERE title ILIKE ?`:                      "ILIKE",
		`SELECT id FROM cases WHERE title LIKE ?`:                       "LIKE without LOWER",
		`SELECT id FROM cases WHERE UPPER(title) NOT LIKE ?`:            "LIKE without LOWER",
		`SELECT id FROM cases WHERE (LOWER(a)) = 1 AND b LIKE ?`:        "LIKE without LOWER",
		`LISTEN changes`:                                                "LISTEN; use events",
		`SELECT now()`:                                                  "the engine's clock",
		`INSERT INTO cases (made_at) VALUES (CURRENT_TIMESTAMP)`:        "the engine's clock",
		`SELECT strftime('%s', made_at) FROM cases`:                     "a date function",
		`SELECT date(made_at) FROM cases`:                               "a date function",
		`SELECT made_at + INTERVAL '1 day' FROM cases`:                  "date arithmetic",
		`INSERT OR IGNORE INTO cases (id) VALUES (?)`:                   "INSERT OR; use ON CONFLICT",
		`REPLACE INTO cases (id) VALUES (?)`:                            "REPLACE; use ON CONFLICT",
		`CREATE TABLE x (id INTEGER PRIMARY KEY AUTOINCREMENT)`:         "a numbered key; use id",
		`CREATE TABLE x (id BIGSERIAL PRIMARY KEY)`:                     "a numbered key; use id",
		`SELECT id FROM cases WHERE title GLOB ?`:                       "GLOB",
		`SELECT rowid FROM cases`:                                       "a hidden column",
		`SELECT json_extract(body, ?) FROM cases`:                       "a JSON function",
		`SELECT id FROM cases WHERE id = $1`:                            "a numbered placeholder; use ?",
		`SELECT id FROM cases WHERE title = "chest pain"`:               "a double-quoted word",
		`SELECT id FROM cases FOR UPDATE`:                               "a row lock; Tx is serializable",
		`SELECT MAX(a, b) FROM cases`:                                   "MAX of several values; use CASE",
		`SELECT IFNULL(a, 0) FROM cases`:                                "IFNULL; use COALESCE",
		`SELECT id FROM cases WHERE course IS ?`:                        "IS between values; use IS NOT DISTINCT FROM",
		`SELECT id FROM cases WHERE a == b`:                             "SQLite's ==; use =",
		`SELECT id FROM cases ORDER BY retired_at`:                      "ORDER BY retired_at without NULLS FIRST or LAST",
		`SELECT id FROM cases c ORDER BY c.retired_at DESC, id LIMIT 3`: "ORDER BY retired_at without NULLS FIRST or LAST",
		`SELECT ROW_NUMBER() OVER (ORDER BY retired_at) FROM cases`:     "ORDER BY retired_at without NULLS FIRST or LAST",
		`SELECT id FROM cases WHERE title ~ 'x'`:                        "a regular expression",
		`SELECT DISTINCT ON (course) id FROM cases`:                     "DISTINCT ON; use a window",
		"SELECT `id` FROM cases":                                        "a double-quoted word",
		`CREATE TABLE x (at TIMESTAMPTZ NOT NULL)`:                      "a date type; use db.Time",
	} {
		if got := unportable(text, nullable); fmt.Sprint(got) != fmt.Sprint([]string{want}) {
			t.Errorf("%s\ngave %q, want %q", text, got, want)
		}
	}
}

func TestPortableSQLIsLeftAlone(t *testing.T) {
	nullable := map[string][]string{"cases": {"retired_at"}, "people": {"name"}}
	for _, text := range []string{
		`SELECT id FROM cases WHERE LOWER(title) LIKE LOWER(?) AND LOWER(COALESCE(a, '')) NOT LIKE ?`,
		`SELECT id, 'now() is "->>" $1 ILIKE' FROM cases -- json_extract, rowid::text`,
		`SELECT id FROM cases ORDER BY retired_at NULLS LAST, name, COALESCE(retired_at, 0) DESC`,
		`SELECT MAX(COALESCE(a, b)), MIN(a), COUNT(*) FROM cases WHERE a IS NOT NULL AND b IS NULL AND c IS TRUE`,
		`INSERT INTO cases (id, n) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET n = excluded.n RETURNING id`,
		`WITH RECURSIVE up AS (SELECT 1) SELECT STRING_AGG(a || b, ',') OVER (PARTITION BY c ORDER BY id) FROM up LIMIT ? OFFSET ?`,
		`CREATE TABLE x (id TEXT COLLATE "C" NOT NULL PRIMARY KEY, date BIGINT, time BIGINT)`,
		`SELECT date, time FROM cases WHERE date > ?`,
	} {
		if got := unportable(text, nullable); len(got) != 0 {
			t.Errorf("%s\ngave %q", text, got)
		}
	}
}

package dump_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/db/dump"
)

var ctx = context.Background()

// dumpAll gives every table's lines, rows in one order.
func dumpAll(t testing.TB, d *db.DB) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := dump.Snapshot(ctx, d, t.TempDir(), func(ctx context.Context, still *db.DB) error {
		tables, err := dump.Tables(ctx, still)
		if err != nil {
			return err
		}
		for _, table := range tables {
			var lines bytes.Buffer
			if _, err := dump.Write(ctx, still, table, &lines); err != nil {
				return err
			}
			rows := strings.SplitAfter(lines.String(), "\n")
			slices.Sort(rows[1:])
			out[table.Name] = strings.Join(rows, "")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func opener(tables map[string]string) func(string) (io.ReadCloser, error) {
	return func(name string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(tables[name])), nil
	}
}

// fill writes rows with every kind of value, references between tables and
// within one, and NULLs.
func fill(t testing.TB, d *db.DB) {
	t.Helper()
	exec := func(statement string, args ...any) {
		if _, err := d.Exec(ctx, statement, args...); err != nil {
			t.Fatal(err)
		}
	}
	odd := "\"quoted\" \\ <b>&amp; \u2028 Zoë 心臓 \t\r\n'; DROP TABLE people"
	exec(`INSERT INTO people (id, login, name, language, zone, status, made_at, version) VALUES ('a', 'ana', ?, '', '', 'active', ?, 1)`, odd, int64(1)<<53+1)
	exec(`INSERT INTO people (id, login, name, language, zone, status, made_at, version) VALUES ('b', NULL, '', '', '', 'erased', -1, 1)`)
	exec(`INSERT INTO consents (id, person, purpose, text, given, at) VALUES ('1', 'a', 'research', 'r/1', ?, 0)`, true)
	exec(`INSERT INTO consents (id, person, purpose, text, given, at) VALUES ('2', 'a', 'research', 'r/1', ?, 0)`, false)
	for i, supersedes := range []any{nil, "r0", "r1"} {
		exec(`INSERT INTO records (id, learner, judged_by, course, activity_kind, activity_id, purpose, at, schema_name, body, provenance, supersedes, leaf)
			VALUES (?, 'a', '', '', 'encounter', 'e', 'assessed', 0, 's/1', ?, '{}', ?, '')`, fmt.Sprint("r", i), []byte{0, 0xff, byte(i)}, supersedes)
	}
}

func TestADumpLoadsOnEveryEngine(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, from *db.DB) {
		fill(t, from)
		dumped := dumpAll(t, from)
		for _, reversed := range []bool{false, true} {
			dbtest.Each(t, func(t *testing.T, to *db.DB) {
				given := dumped
				if reversed { // children before the rows they point to
					given = reverseRows(dumped)
				}
				if err := dump.Load(ctx, to, opener(given)); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(dumped, dumpAll(t, to)); diff != "" {
					t.Errorf("loaded and dumped again:\n%s", diff)
				}
			})
		}
	})
}

func reverseRows(tables map[string]string) map[string]string {
	out := map[string]string{}
	for name, text := range tables {
		lines := strings.SplitAfter(text, "\n")
		slices.Reverse(lines[1 : len(lines)-1])
		out[name] = strings.Join(lines, "")
	}
	return out
}

// References are whole again after a load, not just during it.
func TestReferencesHoldDuringAndAfterALoad(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		fill(t, d)
		dumped := dumpAll(t, d)
		orphaned := map[string]string{}
		for name, text := range dumped {
			orphaned[name] = text
		}
		header, _, _ := strings.Cut(dumped["people"], "\n")
		orphaned["people"] = header + "\n"
		if err := dump.Load(ctx, d, opener(orphaned)); err == nil {
			t.Error("records without their learners were loaded")
		}
		if diff := cmp.Diff(dumped, dumpAll(t, d)); diff != "" {
			t.Errorf("a load that failed left something:\n%s", diff)
		}
		if err := dump.Load(ctx, d, opener(dumped)); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Exec(ctx, `DELETE FROM people WHERE id = 'a'`); err == nil {
			t.Error("after the load references are no longer checked")
		}
	})
}

// What is written while a snapshot is read is not in it, and the writer does not wait.
func TestASnapshotStandsStill(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		fill(t, d)
		count := func(ctx context.Context, d *db.DB) (n int) {
			if err := d.QueryRow(ctx, `SELECT COUNT(*) FROM erasures`).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		err := dump.Snapshot(ctx, d, t.TempDir(), func(inside context.Context, still *db.DB) error {
			before := count(inside, still)
			if _, err := d.Exec(ctx, `INSERT INTO erasures (person, at, finished_at) VALUES ('x', 1, 0)`); err != nil {
				return err
			}
			if after := count(inside, still); after != before {
				t.Errorf("the snapshot moved from %d to %d rows", before, after)
			}
			return nil
		})
		if err != nil || count(ctx, d) != 1 {
			t.Errorf("%v; %d rows", err, count(ctx, d))
		}
	})
}

func TestBrokenDumpsAreRefused(t *testing.T) {
	d := dbtest.SQLite(t)
	fill(t, d)
	dumped := dumpAll(t, d)
	for name, c := range map[string]struct {
		spoil func(string) string
		want  error
	}{
		"empty":             {func(string) string { return "" }, dump.ErrForm},
		"another table":     {func(s string) string { return strings.Replace(s, `"consents"`, `"erasures"`, 1) }, dump.ErrSchema},
		"a missing column":  {func(s string) string { return strings.Replace(s, `{"name":"at","kind":"whole"},`, ``, 1) }, dump.ErrSchema},
		"a short row":       {func(s string) string { return s + "[1]\n" }, dump.ErrForm},
		"not JSON":          {func(s string) string { return s + "]\n" }, dump.ErrForm},
		"text for a number": {func(s string) string { return strings.Replace(s, "\n[0,", "\n[\"0\",", 1) }, dump.ErrValue},
		"half a number":     {func(s string) string { return strings.Replace(s, "\n[0,", "\n[0.5,", 1) }, dump.ErrValue},
	} {
		spoilt := map[string]string{}
		for table, text := range dumped {
			spoilt[table] = text
		}
		spoilt["consents"] = c.spoil(dumped["consents"])
		if spoilt["consents"] == dumped["consents"] {
			t.Fatalf("%s: nothing was spoilt", name)
		}
		if err := dump.Load(ctx, d, opener(spoilt)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEmptyMeansNoTables(t *testing.T) {
	d := dbtest.Postgres(t)
	if empty, err := dump.IsEmpty(ctx, d); empty || err != nil {
		t.Errorf("a migrated database is empty: %v, %v", empty, err)
	}
	if err := dump.Clear(ctx, d); err != nil {
		t.Fatal(err)
	}
	if empty, err := dump.IsEmpty(ctx, d); !empty || err != nil {
		t.Errorf("a cleared database is empty: %v, %v", empty, err)
	}
}

func FuzzLoad(f *testing.F) {
	d := dbtest.SQLite(f)
	fill(f, d)
	dumped := dumpAll(f, d)
	f.Add(dumped["people"])
	f.Add(dumped["consents"])
	f.Fuzz(func(t *testing.T, text string) {
		given := map[string]string{}
		for table, lines := range dumped {
			given[table] = lines
		}
		given["consents"] = text
		if err := dump.Load(ctx, d, opener(given)); err != nil {
			return
		}
		if again := dumpAll(t, d); again["people"] != dumped["people"] {
			t.Error("loading one table changed another")
		}
	})
}

package db_test

import (
	"context"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
)

// Whoever installed a release upgrades to the schema that a fresh installation
// has, and keeps what was written. Starting points are the first schema, every
// released one, and the latest three, which developers run.
func TestEveryReleasedSchemaUpgrades(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, fresh := t.Context(), columnsOf(t, d)
		versions := versionsOf(t, d)
		for _, version := range startingPoints(t, versions) {
			i := slices.Index(versions, version)
			if i < 0 {
				t.Fatalf("the released schema %d has no migration any more", version)
			}
			goTo(t, d, 0)
			if left := columnsOf(t, d); len(left) != 0 {
				t.Fatalf("undoing everything leaves %v", left)
			}
			goTo(t, d, version)
			mustExec(t, d, addCounter, d.Now())
			n, err := d.Migrate(ctx)
			if err != nil || n != len(versions)-1-i {
				t.Fatalf("from %d: %d changes, %v", version, n, err)
			}
			if diff := gocmp.Diff(fresh, columnsOf(t, d)); diff != "" {
				t.Errorf("from %d, fresh (-) and upgraded (+) differ:\n%s", version, diff)
			}
			if got := counter(t, d); got != 0 {
				t.Errorf("from %d the row became %d", version, got)
			}
		}
		if newest, err := d.Schema(ctx); err != nil || newest != versions[len(versions)-1] {
			t.Errorf("the schema is %d, %v", newest, err)
		}
	})
}

func startingPoints(t *testing.T, versions []int64) []int64 {
	t.Helper()
	text, err := os.ReadFile("testdata/released.txt")
	if err != nil {
		t.Fatal(err)
	}
	points := append([]int64{versions[0]}, versions[max(0, len(versions)-3):]...)
	for line := range strings.Lines(string(text)) {
		number, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if number == "#" || number == "" {
			continue
		}
		version, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		points = append(points, version)
	}
	slices.Sort(points)
	return slices.Compact(points)
}

func columnsOf(t *testing.T, d *db.DB) []column {
	t.Helper()
	if d.Engine() == "sqlite" {
		return sqliteColumns(t, d)
	}
	return postgresColumns(t, d)
}

func versionsOf(t *testing.T, d *db.DB) (versions []int64) {
	t.Helper()
	provider, err := db.Provider(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range provider.ListSources() {
		versions = append(versions, source.Version)
	}
	return versions
}

// goTo undoes every change and then applies those up to the version.
func goTo(t *testing.T, d *db.DB, version int64) {
	t.Helper()
	provider, err := db.Provider(d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.DownTo(context.Background(), 0); err != nil {
		t.Fatal(err)
	}
	if version == 0 {
		return
	}
	if _, err := provider.UpTo(context.Background(), version); err != nil {
		t.Fatal(err)
	}
}

package api_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"preceptor/internal/api"
	"preceptor/internal/db/dbtest"
)

// unsaid are causes that never come out of what this API calls.
var unsaid = map[string][]string{
	"encounter": {"ErrNoTurn"},
	"rubric":    {"ErrNoID", "ErrNoText", "ErrEarn", "ErrWeight", "ErrDomain", "ErrNoPerson", "ErrNotSigned"},
	"record":    {"ErrIncomplete", "ErrSupersedes", "ErrScope"},
	"jobs":      {"ErrPayload", "ErrCancelled", "ErrLost", "ErrStopping"},
}

var sentinel = regexp.MustCompile(`(?m)^\s*(?:var )?(Err\w+)\s+= errors\.New\("(.*)"\)`)

// TestEveryCauseHasWords: whoever adds a cause on a floor below gives it a
// status and a type here.
func TestEveryCauseHasWords(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	said := map[string]bool{}
	for _, p := range h.api.Problems() {
		said[strings.ToLower(strings.TrimSuffix(p.Detail, "."))] = true
	}
	for _, room := range []string{"encounter", "rubric", "record", "jobs"} {
		for _, file := range must(filepath.Glob("../" + room + "/*.go")) {
			for _, found := range sentinel.FindAllStringSubmatch(string(must(os.ReadFile(file))), -1) {
				name, words := found[1], strings.ToLower(found[2])
				if strings.HasSuffix(file, "_test.go") || slices.Contains(unsaid[room], name) {
					continue
				}
				if !said[words] {
					t.Errorf("%s.%s (%q) is in no line of the table of causes", room, name, words)
				}
			}
		}
	}
}

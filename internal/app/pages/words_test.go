package pages

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"preceptor/internal/encounter"
	"preceptor/internal/people"
	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

// unsaid are causes that never come out of what the pages call: faults of
// checklists, and things the pages do not offer.
var unsaid = []string{"ErrNoID", "ErrNoText", "ErrEarn", "ErrWeight", "ErrDomain", "ErrNoPerson", "ErrNotSigned"}

var sentinel = regexp.MustCompile(`(?m)^\s*(?:var )?(Err\w+)\s+= errors\.New\("(.*)"\)`)

// Whoever adds a cause to the encounters or the marks gives it words here, or
// the learner reads that the page is broken.
func TestEveryCauseOfAnEncounterHasWords(t *testing.T) {
	said := map[string]bool{}
	for _, c := range causes {
		said[c.from.Error()] = true
	}
	for _, f := range fields {
		said[f.cause.Error()] = true
	}
	for _, f := range fields {
		said[f.cause.Error()] = true
	}
	found := 0
	for _, room := range []string{"encounter", "rubric"} {
		files, err := filepath.Glob("../../" + room + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range sentinel.FindAllStringSubmatch(string(text), -1) {
				found++
				if !strings.HasSuffix(file, "_test.go") && !slices.Contains(unsaid, match[1]) && !said[match[2]] {
					t.Errorf("%s.%s has no words", room, match[1])
				}
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d causes found", found)
	}
}

func TestACauseKeepsItsReasonBesideItsWords(t *testing.T) {
	err := words(fmt.Errorf("taking a turn: %w", encounter.ErrOver))
	wants(t, "words", err, web.ErrConflict)
	wants(t, "the cause", err, encounter.ErrOver)
	wants(t, "a throttled sign-in", words(people.Throttled{Until: time.Now()}), web.ErrTooMany)
	odd := errors.New("the cellar is flooded")
	if words(odd) != odd || words(nil) != nil {
		t.Error("an unknown cause was changed")
	}
}

func TestAFormShowsTheCauseBesideItsField(t *testing.T) {
	for cause, field := range map[error]string{people.ErrWeakPassword: "password", people.ErrLoginTaken: "email", people.ErrScope: "scope"} {
		invalid, ok := view.AsInvalid(refusal(words(fmt.Errorf("joining: %w", cause))))
		if !ok || invalid.Fields[field] == "" {
			t.Errorf("%v: %+v", cause, invalid)
		}
	}
	if err := refusal(encounter.ErrOver); err != encounter.ErrOver {
		t.Errorf("%v", err)
	}
}

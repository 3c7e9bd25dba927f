package search_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"preceptor/internal/search"
)

var shelf = []search.Document{
	{ID: "asthma", Title: "What is asthma?", Text: "Asthma narrows the airways of the lungs. Wheezing, cough and a tight chest come and go. An inhaler opens the airways."},
	{ID: "copd", Title: "What is COPD?", Text: "COPD makes it hard to breathe. Most people who have it smoke or used to smoke. Cough and phlegm last for months."},
	{ID: "mi", Title: "Signs of a heart attack", Text: "Chest pain that spreads to the arm, sweating and nausea can be signs of a heart attack. Call an ambulance at once. Women may only feel tired."},
	{ID: "gerd", Title: "Heartburn", Text: "Heartburn is a burning feeling behind the breastbone after meals. It is not the heart: acid from the stomach rises into the gullet."},
	{ID: "crohn", Title: "Crohn's disease", Text: "Crohn’s disease inflames the gut. β-blockers do not help. The dose of naïve patients was 2.5 mg."},
	{ID: "empty", Title: "Asthma in the course", Scope: "cardiology", Text: ""},
	{ID: "course", Title: "Asthma in the course", Scope: "cardiology", Text: "Asthma for the second year. Asthma again."},
}

func build(t testing.TB, docs []search.Document) *search.Memory {
	t.Helper()
	b := search.NewBuilder()
	for _, d := range docs {
		if err := b.Add(d); err != nil {
			t.Fatal(err)
		}
	}
	return b.Index()
}

func find(t testing.TB, index search.Index, text string) []search.Hit {
	t.Helper()
	hits, err := index.Search(context.Background(), search.Query{Text: text, Top: 10})
	if err != nil {
		t.Fatal(err)
	}
	return hits
}

func ids(hits []search.Hit) (out []string) {
	for _, h := range hits {
		out = append(out, h.ID)
	}
	return out
}

func TestTheRightPassageComesFirst(t *testing.T) {
	index := build(t, shelf)
	for query, want := range map[string]string{
		"heart attack signs":                 "mi",
		"how do I know it is a heart attack": "mi",
		"burning behind my breastbone":       "gerd",
		"smoking and breathing":              "copd",
		"CROHN DISEASE":                      "crohn",
		"crohns":                             "crohn",
		"beta blockers":                      "crohn",
		"naive patients":                     "crohn",
		"2.5 mg":                             "crohn",
		"what is it":                         "", // function words alone say nothing
		"":                                   "",
		"zebra":                              "",
	} {
		hits := find(t, index, query)
		got := ""
		if len(hits) > 0 {
			got = hits[0].ID
		}
		if got != want {
			t.Errorf("%q found %v, want %s first", query, ids(hits), want)
		}
	}
}

func TestAPassageIsCutExactlyAndAnswers(t *testing.T) {
	index := build(t, shelf)
	for query, want := range map[string]string{
		"what opens the airways":            "An inhaler opens the airways.",
		"dose of naïve patients":            "The dose of naïve patients was 2.5 mg.",
		"ambulance":                         "Call an ambulance at once.",
		"Crohn inflames the gut β-blockers": "Crohn’s disease inflames the gut. β-blockers do not help.",
	} {
		if got := find(t, index, query)[0].Text; got != want {
			t.Errorf("%q cut %q, want %q", query, got, want)
		}
	}
}

// What somebody may not see costs no place and leaves no trace in the list.
func TestScopesFilterInside(t *testing.T) {
	index := build(t, shelf)
	hits, err := index.Search(context.Background(), search.Query{Text: "asthma", Top: 1, Sees: func(scope string) bool { return scope == "" }})
	if err != nil || !slices.Equal(ids(hits), []string{"asthma"}) {
		t.Errorf("%v, %v", ids(hits), err)
	}
	if all := ids(find(t, index, "asthma")); !slices.Contains(all, "course") || !slices.Contains(all, "empty") {
		t.Errorf("everybody's view is %v", all)
	}
}

func TestADocumentWithoutTextIsFoundByItsTitle(t *testing.T) {
	for _, h := range find(t, build(t, shelf), "asthma course") {
		if h.ID == "empty" && (h.Text != "" || h.Start != 0 || h.End != 0) {
			t.Errorf("%+v", h)
		}
	}
}

func TestTheSameIDTwiceIsRefused(t *testing.T) {
	b := search.NewBuilder()
	if err := b.Add(search.Document{ID: "a"}); err != nil {
		t.Fatal(err)
	}
	if err := b.Add(search.Document{ID: "a"}); !errors.Is(err, search.ErrDuplicate) {
		t.Errorf("Add gave %v", err)
	}
}

func TestACancelledSearchEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := build(t, shelf).Search(ctx, search.Query{Text: "asthma", Top: 3}); !errors.Is(err, context.Canceled) {
		t.Errorf("Search gave %v", err)
	}
}

func TestAnEmptyIndexAnswers(t *testing.T) {
	index := build(t, nil)
	if hits := find(t, index, "asthma"); len(hits) != 0 || index.Len() != 0 {
		t.Errorf("%v", hits)
	}
}

func TestAnIndexSurvivesItsFile(t *testing.T) {
	index, folder := build(t, shelf), filepath.Join(t.TempDir(), "new")
	if err := index.WriteDir(folder); err != nil {
		t.Fatal(err)
	}
	read, err := search.OpenDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"heart attack", "asthma", "smoking", "β-blockers", "cough and a tight chest"} {
		if diff := cmp.Diff(find(t, index, query), find(t, read, query)); diff != "" {
			t.Errorf("%q:\n%s", query, diff)
		}
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
}

func TestADamagedFileIsNoticed(t *testing.T) {
	folder := t.TempDir()
	if _, err := search.OpenDir(folder); !errors.Is(err, search.ErrFormat) {
		t.Errorf("an empty folder gave %v", err)
	}
	if err := build(t, shelf).WriteDir(folder); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(folder, "index.preceptor")
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	changed := slices.Clone(whole)
	changed[len(changed)/2] ^= 1
	for _, bad := range [][]byte{changed, whole[:len(whole)-1], whole[:10], nil} {
		if err := os.WriteFile(name, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := search.OpenDir(folder); !errors.Is(err, search.ErrFormat) {
			t.Errorf("%d bytes gave %v", len(bad), err)
		}
	}
}

// Whatever the texts: every hit quotes its document exactly, each document comes
// at most once, best first, and the answer is the same every time.
func TestEveryHitQuotesItsDocument(t *testing.T) {
	word := rapid.SampledFrom([]string{"heart", "pain", "β-blocker", "naïve", "2.5", "mg.", "Is", "it\n", "über", "日本", "é", "E.", "coli", "'s", "—", "\u2028", "🫀"})
	prose := func(t *rapid.T, label string) string {
		return strings.Join(rapid.SliceOfN(word, 0, 60).Draw(t, label), " ")
	}
	rapid.Check(t, func(t *rapid.T) {
		b, texts := search.NewBuilder(), map[string][]rune{}
		for i := range rapid.IntRange(0, 8).Draw(t, "documents") {
			d := search.Document{ID: fmt.Sprint(i), Title: prose(t, "title"), Text: prose(t, "text")}
			texts[d.ID] = []rune(d.Text)
			if err := b.Add(d); err != nil {
				t.Fatal(err)
			}
		}
		index := b.Index()
		query := search.Query{Text: prose(t, "query"), Top: 5}
		hits, err := index.Search(context.Background(), query)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := index.Search(context.Background(), query)
		if diff := cmp.Diff(hits, again); diff != "" {
			t.Fatal(diff)
		}
		seen := map[string]bool{}
		for i, h := range hits {
			if h.Text != string(texts[h.ID][h.Start:h.End]) || seen[h.ID] || i > 0 && h.Score > hits[i-1].Score {
				t.Fatalf("hit %d of %q: %+v", i, query.Text, h)
			}
			seen[h.ID] = true
		}
	})
}

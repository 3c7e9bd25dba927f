package cases

import (
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// goldens are the files of questions, each with the share that must be answered
// with exactly the facts expected. The shares only ever rise.
var goldens = map[string]float64{"questions.txtar": 0.93, "unseen.txtar": 0.80}

// TestQuestionsToTheStarterCases asks what learners ask, in lay and technical
// words, short, double, misspelt, leading, and leaning on the turn before.
func TestQuestionsToTheStarterCases(t *testing.T) {
	for file, least := range goldens {
		t.Run(file, func(t *testing.T) { askAll(t, file, least) })
	}
}

func askAll(t *testing.T, file string, least float64) {
	text, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	all, cases, right := 0, starters(t), 0
	for _, f := range txtar.Parse(text).Files {
		c := cases[f.Name+".yaml"]
		for line := range strings.Lines(string(f.Data)) {
			talk, want, _ := strings.Cut(strings.TrimSpace(line), " | ")
			all++
			if got := lastReply(c, talk); asExpected(got, want) {
				right++
			} else {
				t.Logf("%s: %q told %v, not %s", f.Name, talk, got, want)
			}
		}
	}
	t.Logf("%d of %d right (%.3f)", right, all, float64(right)/float64(all))
	if float64(right) < least*float64(all) {
		t.Errorf("only %d of %d questions were answered rightly", right, all)
	}
}

// lastReply holds a talk and gives the facts of its last reply.
func lastReply(c *Case, talk string) []string {
	var s State
	var r Reply
	for _, turn := range strings.Split(talk, " >> ") {
		s, r = Step(c, s, Input{Say: turn})
	}
	return ids(r)
}

func asExpected(got []string, want string) bool {
	may := map[string]bool{}
	for _, w := range strings.Fields(want) {
		bare := strings.Trim(w, "()")
		may[bare] = true
		if w != "-" && bare == w && !slices.Contains(got, w) {
			return false
		}
	}
	return !slices.ContainsFunc(got, func(id string) bool { return !may[id] })
}

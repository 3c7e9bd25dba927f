package rubric

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// styles are the ways in which the same talk is written down in testdata/styles: the
// meaning of every line is that of the plain one.
var styles = []string{"brief", "polite", "dialect", "nonnative", "misspelt"}

// TestStyleLeavesTheScore is the promise that changes of wording which keep the
// meaning shift a score by no more than two in a hundred, on talks as the product
// has them and on bare transcripts.
func TestStyleLeavesTheScore(t *testing.T) {
	files, _ := filepath.Glob("testdata/styles/*.txtar")
	if len(files) < 10 {
		t.Fatalf("only %d talks", len(files))
	}
	for _, recorded := range []bool{true, false} {
		moved, pairs := 0.0, 0
		for _, file := range files {
			plain := stylePart(t, file, "plain", recorded)
			for _, style := range styles {
				other := stylePart(t, file, style, recorded)
				shift := math.Abs(other.share - plain.share)
				if shift > 0 {
					t.Logf("recorded %v, %s, %s: %.3f became %.3f: %s", recorded, filepath.Base(file), style, plain.share, other.share, differing(plain.marks, other.marks))
				}
				moved, pairs = moved+shift, pairs+1
			}
		}
		mean := moved / float64(pairs)
		t.Logf("recorded %v: %d variants move a score by %.4f on average", recorded, pairs, mean)
		if mean > 0.02 {
			t.Errorf("recorded %v: meaning-preserving changes move a score by %.4f", recorded, mean)
		}
	}
}

type styledScore struct {
	share float64 // earned of possible
	marks []Result
}

func stylePart(t *testing.T, file, style string, recorded bool) styledScore {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	part := map[string][]string{}
	for _, f := range txtar.Parse(raw).Files {
		part[f.Name] = strings.Split(strings.TrimRight(string(f.Data), "\n"), "\n")
	}
	if len(part[style]) != len(part["patient"]) {
		t.Fatalf("%s: %s has %d lines, the patient %d", file, style, len(part[style]), len(part["patient"]))
	}
	list, groups := starter(t, part["case"][0])
	var turns []Turn
	for n, line := range part[style] {
		turns = append(turns, learnerLine(line), patientLine(part["patient"][n], recorded))
	}
	marks := Mark(turns, list)
	earned, possible := 0.0, 0.0
	for _, s := range Scores(list, groups, marks) {
		earned, possible = earned+s.Earned, possible+s.Possible
	}
	return styledScore{earned / possible, marks}
}

func learnerLine(line string) Turn {
	if act, ok := strings.CutPrefix(line, "DO "); ok {
		return Turn{Who: Learner, Text: act, Kind: Act, Did: []string{act}}
	}
	return Turn{Who: Learner, Text: line}
}

func patientLine(line string, recorded bool) Turn {
	if ids, text, ok := strings.Cut(strings.TrimPrefix(line, "["), "] "); ok {
		turn := Turn{Who: Patient, Text: text}
		if recorded {
			turn.Facts = strings.Fields(ids)
		}
		return turn
	}
	return Turn{Who: Patient, Text: line}
}

func differing(a, b []Result) string {
	var out []string
	for n := range a {
		if inWords(a[n]) != inWords(b[n]) {
			out = append(out, a[n].ID+" "+inWords(a[n])+"→"+inWords(b[n]))
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

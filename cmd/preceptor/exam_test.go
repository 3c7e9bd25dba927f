package main

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// writtenExam makes a CSV of right and wrong answers with a group column; item q3 is
// harder for group b than ability explains, and q5 is right for everybody.
func writtenExam(persons int) string {
	rnd := rand.New(rand.NewPCG(3, 3))
	var csv strings.Builder
	csv.WriteString("candidate,q1,q2,q3,q4,q5,q6,q7,q8,group\n")
	for p := range persons {
		group, ability := "a", rnd.NormFloat64()
		if p%2 == 1 {
			group = "b"
		}
		fmt.Fprintf(&csv, "c%d", p)
		for j := range 8 {
			logit := 1.5*ability + float64(j-4)/3
			if j == 2 && group == "b" {
				logit -= 2
			}
			right := 0
			if j == 4 || rnd.Float64() < 1/(1+math.Exp(-logit)) {
				right = 1
			}
			fmt.Fprintf(&csv, ",%d", right)
		}
		csv.WriteString("," + group + "\n")
	}
	return csv.String()
}

func TestExamReport(t *testing.T) {
	status, out, errs := runCards(writtenExam(600), "exam", "report", "--group", "group", "--ignore", "candidate", "--cut", "5", "--purify")
	if status != 0 {
		t.Fatal(errs)
	}
	var a examAnswer
	if err := json.Unmarshal([]byte(out), &a); err != nil {
		t.Fatal(err)
	}
	if a.Persons != 600 || len(a.Items) != 8 || a.Alpha < a.AlphaInterval[0] || a.Alpha > a.AlphaInterval[1] || len(a.ConditionalSEM) != 9 {
		t.Errorf("%+v", a)
	}
	if a.Groups.Reference != "a" || a.Decision.Consistency <= 0.5 || a.Decision.Accuracy <= a.Decision.Consistency-0.01 {
		t.Errorf("groups %+v, decision %+v", a.Groups, a.Decision)
	}
	for _, it := range a.Items {
		if large := it.DIF.Class == "C" && it.DIF.Flag; large != (it.Name == "q3") {
			t.Errorf("%s: %+v", it.Name, it.DIF)
		}
		if (it.Note != "") != (it.Name == "q5") {
			t.Errorf("%s: note %q", it.Name, it.Note)
		}
	}
}

// With a key the answers are options: right answers are counted and distractors
// described.
func TestExamReportOfOptions(t *testing.T) {
	var csv strings.Builder
	csv.WriteString("q1,q2,q3\n")
	for p := range 40 {
		row := []string{"A,B,C", "B,B,C", "C,A,D", "C,,D"}[p%4]
		csv.WriteString(row + "\n")
	}
	key := filepath.Join(t.TempDir(), "key.csv")
	if err := os.WriteFile(key, []byte("item,key\nq1,A\nq2,B\nq3,C\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	status, out, errs := runCards(csv.String(), "exam", "report", "--key", key)
	if status != 0 {
		t.Fatal(errs)
	}
	var a examAnswer
	if err := json.Unmarshal([]byte(out), &a); err != nil {
		t.Fatal(err)
	}
	q1, q2 := a.Items[0], a.Items[1]
	if q1.Difficulty != 0.25 || q2.Persons != 30 || len(q1.Options) != 3 || !q1.Options[0].Key || q1.Options[2].PointBiserial >= 0 {
		t.Errorf("%+v %+v", q1, q2)
	}
}

func TestExamReportFaults(t *testing.T) {
	key := filepath.Join(t.TempDir(), "key.csv")
	if err := os.WriteFile(key, []byte("item,key\nq1,A\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		in    string
		args  []string
		fault string
	}{
		"not a number":    {"a,b\n1,0\n1,x\n0,1\n", nil, `row 2 (line 3), column "b": "x" is not a whole number`},
		"no such group":   {"a,b\n1,0\n", []string{"--group", "sex"}, `column "sex": the header does not name this column`},
		"no group":        {"a,b,g\n1,0,x\n1,0,\n0,1,y\n1,1,x\n", []string{"--group", "g"}, `row 2 (line 3): column "g": this person belongs to no group`},
		"three groups":    {"a,b,g\n1,0,x\n1,0,y\n0,1,z\n1,1,x\n", []string{"--group", "g"}, "a comparison needs exactly two groups: found 3"},
		"two persons":     {"a,b\n1,0\n1,1\n", nil, "item statistics need at least three persons"},
		"equal scores":    {"a,b\n1,0\n0,1\n1,0\n", nil, "all persons have the same score"},
		"three of groups": {"a,b,g\n2,0,x\n1,0,y\n0,1,x\n1,1,x\n", []string{"--group", "g"}, `row 1 (line 2), column "a": 2 was found where only 0 and 1 are allowed`},
		"no key":          {"q1,q2\nA,B\n", []string{"--key", key}, `column "q2": the key does not name this item`},
		"ragged":          {"q1,q2\nA\n", []string{"--key", key}, `row 1 (line 2): 1 fields where the header names 2`},
		"cut off scale":   {"a,b\n1,0\n1,1\n0,0\n", []string{"--cut", "7"}, "decision consistency needs"},
	} {
		t.Run(name, func(t *testing.T) {
			status, out, errs := runCards(c.in, append([]string{"exam", "report"}, c.args...)...)
			if status != 2 || out != "" || !strings.HasPrefix(errs, "preceptor: "+c.fault) {
				t.Errorf("status %d, %q, %q", status, out, errs)
			}
		})
	}
}

// circuitCSV makes a circuit of four stations with two examiners each; one mark in
// twenty is missing.
func circuitCSV() string {
	rnd := rand.New(rand.NewPCG(1, 8))
	var csv strings.Builder
	csv.WriteString("candidate,station,examiner,checklist,grade\n")
	for p := range 60 {
		skill := 8 * rnd.NormFloat64()
		for s := range 4 {
			here := 6 * rnd.NormFloat64()
			for e := range 2 {
				if rnd.Float64() < 0.05 {
					continue
				}
				score := 60 + skill + here + 5*rnd.NormFloat64()
				grade := math.Round(min(max(3+(skill+here)/8+0.4*rnd.NormFloat64(), 1), 5))
				fmt.Fprintf(&csv, "c%d,s%d,e%d,%.1f,%.0f\n", p, s, 2*s+e, score, grade)
			}
		}
	}
	return csv.String()
}

func TestExamOSCE(t *testing.T) {
	status, out, errs := runCards(circuitCSV(), "exam", "osce", "--bootstrap", "200", "--stations", "4,8", "--examiners", "2")
	if status != 0 {
		t.Fatal(errs)
	}
	var a osceAnswer
	if err := json.Unmarshal([]byte(out), &a); err != nil {
		t.Fatal(err)
	}
	if a.Design != "p x (r:s)" || a.Candidates != 60 || a.Stations != 4 || a.Examiners != 8 || len(a.Components) != 5 {
		t.Errorf("%+v", a)
	}
	if a.GInterval[0] <= 0 || a.GInterval[0] >= a.G || a.PhiInterval[1] <= a.Phi || a.PhiInterval[1] >= 1 {
		t.Errorf("G %v %v, phi %v %v", a.G, a.GInterval, a.Phi, a.PhiInterval)
	}
	if len(a.Forecasts) != 2 || a.Forecasts[1].Phi <= a.Phi || len(a.Raters) != 8 {
		t.Errorf("forecasts %+v", a.Forecasts)
	}
	for _, s := range a.Standards {
		if s.Cut == nil || *s.Cut < 40 || *s.Cut > 62 || s.SE <= 0 || s.Interval[0] >= *s.Cut || s.Borderline == nil {
			t.Errorf("%+v", s)
		}
	}
	if a.ExamCut.PassRate < 0.5 || a.ExamCut.PassRate > 1 || a.ExamCut.SE >= a.Standards[0].SE {
		t.Errorf("%+v", a.ExamCut)
	}
	_, again, _ := runCards(circuitCSV(), "exam", "osce", "--bootstrap", "200", "--stations", "4,8", "--examiners", "2")
	if out != again {
		t.Error("the same table gives another answer")
	}
}

// Scores alone are enough for dependability; a station where all have one grade has
// no cut and says why.
func TestExamOSCEOfLess(t *testing.T) {
	status, out, errs := runCards("candidate,station,mark\na,1,5\na,2,6\nb,1,7\nb,2,9\nc,1,3\nc,2,\n", "exam", "osce", "--score", "mark")
	if status != 0 || !strings.Contains(out, `"design":"p x s"`) || strings.Contains(out, "standards") {
		t.Errorf("%s %s", out, errs)
	}
	csv := strings.NewReplacer(",s1,", ",S1,").Replace(circuitCSV())
	var flat strings.Builder
	for line := range strings.Lines(csv) {
		if strings.Contains(line, ",S1,") {
			line = line[:len(line)-2] + "3\n"
		}
		flat.WriteString(line)
	}
	status, out, errs = runCards(flat.String(), "exam", "osce", "--bootstrap", "50")
	if status != 0 || !strings.Contains(out, "all candidates have the same grade") || strings.Contains(out, "exam_cut") {
		t.Errorf("%s %s", out, errs)
	}
}

func TestExamOSCEFaults(t *testing.T) {
	for name, c := range map[string]struct{ in, fault string }{
		"no station":   {"candidate,checklist\na,1\n", `column "station": the header does not name this column`},
		"not a number": {"candidate,station,checklist\na,1,5\na,2,six\n", `row 2 (line 3), column "checklist": "six" is not a number`},
		"twice":        {"candidate,station,examiner,checklist\na,1,x,5\na,1,x,6\n", `row 2 (line 3): the same candidate, station and examiner as in row 1`},
		"nobody":       {"candidate,station,checklist\n,1,5\n", `row 1 (line 2), column "candidate": the field is empty`},
		"grade":        {"candidate,station,checklist,grade\na,1,5,good\n", `row 1 (line 2), column "grade": "good" is not a number`},
		"one person":   {"candidate,station,checklist\na,1,5\na,2,5\n", "cannot analyse the circuit: a study needs at least two persons"},
		"empty":        {"", "the file is empty"},
		"NaN":          {"candidate,station,checklist\na,1,NaN\n", `row 1 (line 2), column "checklist"`},
	} {
		t.Run(name, func(t *testing.T) {
			status, out, errs := runCards(c.in, "exam", "osce")
			if status != 2 || out != "" || !strings.HasPrefix(errs, "preceptor: "+c.fault) {
				t.Errorf("status %d, %q, %q", status, out, errs)
			}
		})
	}
}

func TestExamOSCEWithoutABorderline(t *testing.T) {
	for _, grade := range []string{"NaN", "Inf"} {
		status, out, errs := runCards(circuitCSV(), "exam", "osce", "--borderline", grade)
		if status != 2 || out != "" || !strings.Contains(errs, "--borderline must be a number") {
			t.Errorf("%s: status %d, %q, %q", grade, status, out, errs)
		}
	}
}

// Whatever the table, the answer is JSON or one sentence.
func FuzzExamOSCE(f *testing.F) {
	f.Add("candidate,station,examiner,checklist,grade\na,1,x,5,1\nb,1,x,6,2\na,2,y,5,3\nb,2,y,8,2\n")
	f.Add("candidate,station,checklist\na,1,5\nb,2,6\na,2,1\n")
	f.Fuzz(func(t *testing.T, csv string) {
		status, out, errs := runCards(csv, "exam", "osce", "--bootstrap", "20", "--stations", "2", "--examiners", "1")
		if status == 0 && !json.Valid([]byte(out)) || status != 0 && (status != 2 || out != "" || errs == "") {
			t.Fatalf("status %d, %q, %q", status, out, errs)
		}
	})
}

// Whatever the choices, the answer is JSON or one sentence.
func FuzzExamReportOfOptions(f *testing.F) {
	key := filepath.Join(f.TempDir(), "key.csv")
	if err := os.WriteFile(key, []byte("item,key\nq1,A\nq2,B\nq3,C\n"), 0o600); err != nil {
		f.Fatal(err)
	}
	f.Add("q1,q2,q3\nA,B,C\nB,B,C\nC,A,D\n")
	f.Fuzz(func(t *testing.T, csv string) {
		status, out, errs := runCards(csv, "exam", "report", "--key", key)
		if status == 0 && !json.Valid([]byte(out)) || status != 0 && (status != 2 || out != "" || errs == "") {
			t.Fatalf("status %d, %q, %q", status, out, errs)
		}
	})
}

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// runOn runs a command line on standard input.
func runOn(in string, args ...string) (status int, out, errs string) {
	var o, e bytes.Buffer
	status = run(args, &Streams{In: strings.NewReader(in), Out: &o, Err: &e})
	return status, o.String(), e.String()
}

// simulatedCSV is an exam of 2PL items, or of items with categories 1..4.
func simulatedCSV(persons, items int, graded bool) string {
	rnd := rand.New(rand.NewPCG(1, 2))
	var out strings.Builder
	for j := range items {
		fmt.Fprintf(&out, "%s", strings.Repeat(",", min(j, 1))+fmt.Sprintf("q%d", j+1))
	}
	for range persons {
		theta := rnd.NormFloat64()
		for j := range items {
			sep := ","
			if j == 0 {
				sep = "\n"
			}
			right := func(shift float64) int {
				if rnd.Float64() < 1/(1+math.Exp(-1.2*theta-shift)) {
					return 1
				}
				return 0
			}
			v := right(float64(j%3) - 1)
			if graded {
				v = 1 + right(1.5) + right(0) + right(-1.5)
			}
			fmt.Fprintf(&out, "%s%d", sep, v)
		}
	}
	return out.String() + "\n"
}

func TestIrtFitThenScore(t *testing.T) {
	for kind, graded := range map[string]bool{"rasch": false, "2pl": false, "3pl": false, "grm": true} {
		t.Run(kind, func(t *testing.T) {
			csv := simulatedCSV(400, 8, graded)
			status, out, errs := runOn(csv, "irt", "fit", "--kind", kind, "--se")
			if status != 0 || errs != "" {
				t.Fatal(status, errs)
			}
			var fit struct {
				Kind      string
				Persons   int
				Loglik    float64
				Converged bool
				Items     []struct {
					Name string
					A, C float64
					D    any
					SEA  float64 `json:"se_a"`
				}
			}
			if err := json.Unmarshal([]byte(out), &fit); err != nil {
				t.Fatal(err)
			}
			if fit.Kind != kind || fit.Persons != 400 || !fit.Converged || fit.Loglik > -500 || len(fit.Items) != 8 || fit.Items[0].SEA <= 0 {
				t.Errorf("%+v", fit)
			}
			if _, list := fit.Items[0].D.([]any); list != graded {
				t.Errorf("d is %T", fit.Items[0].D)
			}
			params := filepath.Join(t.TempDir(), "params.json")
			if err := os.WriteFile(params, []byte(out), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, method := range []string{"eap", "map", "wle", "sum"} {
				status, out, errs := runOn(csv, "irt", "score", "--params", params, "--method", method)
				lines := strings.Split(strings.TrimSpace(out), "\n")
				if status != 0 || len(lines) != 400 || !strings.HasPrefix(lines[399], `{"row":399,"theta":`) {
					t.Errorf("%s: status %d, %d lines, %s", method, status, len(lines), errs)
				}
			}
		})
	}
}

func TestIrtFitGivesTheSameBytes(t *testing.T) {
	in := simulatedCSV(300, 10, false)
	clean := func(out string) string {
		var m map[string]any
		if err := json.Unmarshal([]byte(out), &m); err != nil {
			t.Fatal(err)
		}
		delete(m, "seconds")
		text, _ := json.Marshal(m)
		return string(text)
	}
	_, a, _ := runOn(in, "irt", "fit", "--kind", "2pl")
	_, b, _ := runOn(strings.ReplaceAll(in, "\n", "\r\n"), "irt", "fit", "--kind", "2pl")
	if diff := cmp.Diff(clean(a), clean(b)); diff != "" {
		t.Error(diff)
	}
}

// One known item: the EAP of a right and a wrong answer and of columns in another order.
func TestIrtScoreMatchesColumnsByName(t *testing.T) {
	params := filepath.Join(t.TempDir(), "params.json")
	text := `{"kind":"2pl","items":[{"name":"i1","a":1,"d":0,"c":0},{"name":"i2","a":2,"d":[1]}]}`
	if err := os.WriteFile(params, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	_, a, _ := runOn("i1,i2\n1,0\n,1\n", "irt", "score", "--params", params)
	_, b, errs := runOn("i2,other,i1\n0,7,1\n1,7,\n", "irt", "score", "--params", params)
	if a != b || errs != "" || strings.Count(a, "\n") != 2 {
		t.Errorf("%s%s%s", a, b, errs)
	}
}

func TestIrtFaults(t *testing.T) {
	params := filepath.Join(t.TempDir(), "params.json")
	write := func(text string) {
		if err := os.WriteFile(params, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(`{"items":[{"name":"i1","a":1,"d":0},{"name":"i2","a":1,"d":0}]}`)
	fit := []string{"irt", "fit", "--kind", "2pl"}
	score := []string{"irt", "score", "--params", params}
	cases := []struct {
		args []string
		in   string
		want string
	}{
		{fit, "i1,i2\n1,0\n1,x\n", `row 2 (line 3), column "i2": "x" is not a whole number`},
		{fit, "i1,i2\n1,0\n1,1\n", `column "i1": every answer is 1, so nothing can be estimated from this item`},
		{fit, "i1,i2\n1,0\n0,1\n,\n", `row 3 (line 4): this person has answered no item`},
		{fit, "i1,i2\n1,0\n0,9\n", `row 2 (line 3), column "i2": 9 was found where only 0 and 1 are allowed`},
		{fit, "i1,i2\n1,0,1\n", `row 1 (line 2): more answers than the 2 that the header names`},
		{fit, "", "the file is empty"},
		{append(fit, "--tol", "0"), "i1,i2\n1,0\n", "--tol and --cycles must be above 0"},
		{append(fit, "--in", params+".none"), "", "cannot open the input"},
		{score, "i1,i3\n1,0\n", `the answers have no column "i2", which the parameters name`},
		{score, "i1,i2\n1,5\n", `row 1 (line 2), column "i2": 5 was found, which the item's parameters do not know`},
		{[]string{"irt", "score", "--params", params + ".none"}, "", "cannot open the parameters"},
	}
	for _, c := range cases {
		status, out, errs := runOn(c.in, c.args...)
		if status != 2 || out != "" || !strings.HasPrefix(errs, "preceptor: "+c.want) {
			t.Errorf("%v on %q: status %d, %s%s", c.args, c.in, status, out, errs)
		}
	}
	for text, want := range map[string]string{
		`[`:                               "is not a file of item parameters",
		`{"items":[]}`:                    "holds no items",
		`{"items":[{"name":"i1","a":1}]}`: `item "i1": not usable item parameters`,
		`{"items":[{"name":"i1","a":1,"d":0},{"name":"i1","a":1,"d":0}]}`:       `the item "i1" stands there twice`,
		`{"items":[{"name":"i1","a":1,"d":[0,1]},{"name":"i2","a":1,"d":0}]}`:   "the intercepts do not descend",
		`{"items":[{"name":"i1","a":1,"d":"x"},{"name":"i2","a":1,"d":0}]}`:     "is not a file of item parameters",
		`{"items":[{"name":"i1","a":1,"d":0,"c":2},{"name":"i2","a":1,"d":0}]}`: "c must lie in [0, 1)",
	} {
		write(text)
		if status, _, errs := runOn("i1,i2\n1,0\n", score...); status != 2 || !strings.Contains(errs, want) {
			t.Errorf("%s: status %d, %s", text, status, errs)
		}
	}
}

func FuzzItemFile(f *testing.F) {
	f.Add([]byte(`{"sd":1.2,"items":[{"name":"i1","a":1,"d":[1,0],"c":0,"categories":[1,2,3]}]}`))
	f.Add([]byte(`{"items":[{"name":"i1","a":1,"d":null}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var file itemFile
		if json.Unmarshal(raw, &file) != nil {
			return
		}
		items, err := itemsOf("params.json", &file)
		if err != nil {
			return
		}
		for _, it := range items {
			if err := it.Check(); err != nil {
				t.Error(err)
			}
		}
	})
}

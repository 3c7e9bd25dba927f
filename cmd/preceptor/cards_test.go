package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// runCards runs a command line on an input and returns status, answers and faults.
func runCards(in string, args ...string) (int, string, string) {
	var out, errs bytes.Buffer
	status := run(args, &Streams{In: strings.NewReader(in), Out: &out, Err: &errs})
	return status, out.String(), errs.String()
}

func TestCardsReplay(t *testing.T) {
	in := `{"id": "a", "reviews": [{"elapsed_days": 0, "rating": 3}, {"elapsed_days": 3, "rating": 1}]}

{"id":"none","reviews":[]}
{"deck":"x","reviews":[{"rating":4.0,"elapsed_days":0}],"id":7}
`
	status, out, errs := runCards(in, "cards", "replay")
	if status != 0 || errs != "" {
		t.Fatalf("status %d: %s", status, errs)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 3 {
		t.Fatalf("%d answers: %s", len(lines), out)
	}
	if lines[1] != `{"id":"none","states":[]}` || !strings.HasPrefix(lines[2], `{"id":7,"states":[{"stability":8.2956,`) {
		t.Errorf("answers %q", lines[1:])
	}
	first := `{"id":"a","states":[{"stability":2.3065,"difficulty":2.11810397,"interval_days":3,"retrievability":null},{"stability":`
	if !strings.HasPrefix(lines[0], first) {
		t.Errorf("answer %q", lines[0])
	}
}

// A bad line stops with status 2 and one sentence; answers already written stand.
func TestCardsReplayFaults(t *testing.T) {
	good := `{"id":"a","reviews":[{"elapsed_days":0,"rating":3}]}` + "\n"
	for name, c := range map[string]struct{ line, fault string }{
		"rating":      {`{"id":"b","reviews":[{"elapsed_days":0,"rating":3},{"elapsed_days":1,"rating":5}]}`, "line 2: review 2: rating is not 1, 2, 3 or 4: 5"},
		"elapsed":     {`{"id":"b","reviews":[{"elapsed_days":0,"rating":3},{"elapsed_days":-1,"rating":3}]}`, "line 2: review 2: elapsed days are negative: -1"},
		"half a day":  {`{"id":"b","reviews":[{"rating":3},{"elapsed_days":0.5,"rating":3}]}`, "line 2: review 2: elapsed_days is not a whole number of days: 0.5"},
		"no rating":   {`{"id":"b","reviews":[{"elapsed_days":0}]}`, "line 2: review 1: rating is missing"},
		"no elapsed":  {`{"id":"b","reviews":[{"rating":3},{"rating":3}]}`, "line 2: review 2: elapsed_days is missing"},
		"no reviews":  {`{"id":"b"}`, "line 2: field reviews is missing"},
		"not JSON":    {`{"id":`, "line 2: unexpected end of JSON input"},
		"cut in half": {`{"id":"b","reviews":[{"elapsed_days":0,"rating":3}`, "line 2: unexpected end of JSON input"},
	} {
		t.Run(name, func(t *testing.T) {
			status, out, errs := runCards(good+c.line+"\n"+good, "cards", "replay")
			if status != 2 || strings.Count(out, "\n") != 1 || strings.TrimSpace(errs) != "preceptor: "+c.fault {
				t.Errorf("status %d, answers %q, fault %q", status, out, errs)
			}
		})
	}
}

// A program can talk to the command line by line: each answer comes before the
// next question is asked.
func TestCardsReplayConverses(t *testing.T) {
	in, ask := io.Pipe()
	hear, out := io.Pipe()
	done := make(chan int)
	go func() {
		done <- run([]string{"cards", "replay"}, &Streams{In: in, Out: out, Err: io.Discard})
	}()
	answers := json.NewDecoder(hear)
	for range 3 {
		io.WriteString(ask, `{"id":"a","reviews":[{"elapsed_days":0,"rating":3}]}`+"\n")
		var answer map[string]any
		if err := answers.Decode(&answer); err != nil {
			t.Fatal(err)
		}
	}
	ask.Close()
	if status := <-done; status != 0 {
		t.Errorf("status %d", status)
	}
}

func TestCardsFitFeedsReplay(t *testing.T) {
	in := strings.Repeat(`{"id":"a","reviews":[{"elapsed_days":0,"rating":3},{"elapsed_days":9,"rating":3},{"elapsed_days":90,"rating":3}]}`+"\n", 30)
	status, fit, errs := runCards(in, "cards", "fit")
	if status != 0 {
		t.Fatal(errs)
	}
	var answer fittedWeights
	if err := json.Unmarshal([]byte(fit), &answer); err != nil {
		t.Fatal(err)
	}
	if answer.Predictions != 60 || !(answer.LogLoss < answer.LogLossDefault) {
		t.Errorf("fit %+v", answer)
	}
	name := filepath.Join(t.TempDir(), "weights.json")
	if err := os.WriteFile(name, []byte(fit), 0o600); err != nil {
		t.Fatal(err)
	}
	_, usual, _ := runCards(in, "cards", "replay")
	status, own, errs := runCards(in, "cards", "replay", "--weights", name)
	if status != 0 || own == usual {
		t.Errorf("status %d %s: fitted weights change nothing", status, errs)
	}
}

func TestCardsWeightsFaults(t *testing.T) {
	for name, text := range map[string]string{
		"short": `[1,2,3]`, "text": `[1,"2"]`, "out of bounds": `[0.2,1.2,2.3,8.2,6.4,0.8,3,0.001,1.8,0.1,0.7,1.4,0.06,0.2,1.6,0.6,1.8,0.5,0.09,0.06,5]`,
	} {
		file := filepath.Join(t.TempDir(), "w.json")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if status, _, errs := runCards("", "cards", "replay", "--weights", file); status != 2 || errs == "" {
			t.Errorf("%s: status %d, %q", name, status, errs)
		}
	}
	if status, _, _ := runCards(`{"id":"a","reviews":[]}`, "cards", "fit"); status != 2 {
		t.Errorf("nothing to fit: status %d", status)
	}
}

// Whatever the scanner by hand accepts, encoding/json reads the same.
func FuzzCardLine(f *testing.F) {
	f.Add([]byte(`{"id": "s1", "reviews": [{"elapsed_days": 0, "rating": 3}, {"elapsed_days": 123456789, "rating": 1}]}`))
	f.Add([]byte(`{"id":"s1","reviews":[]}`))
	f.Add([]byte(`{"id":"s\u0031","reviews":[{"elapsed_days":01,"rating":3}]}`))
	f.Add([]byte(`{"id":"a","reviews":[{"elapsed_days":0,"rating":3},]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var fast, slow cardLine
		s := cardScanner{raw: raw}
		if !s.card(&fast) {
			return
		}
		if err := slow.readSlowly(raw); err != nil {
			t.Fatalf("%q: %v", raw, err)
		}
		if len(fast.reviews) > 0 {
			fast.reviews[0].ElapsedDays = 0 // the first review needs none
		}
		if string(fast.id) != string(slow.id) || !cmp.Equal(fast.reviews, slow.reviews, cmpopts.EquateEmpty()) {
			t.Fatalf("%q: %+v and %+v", raw, fast, slow)
		}
	})
}

func BenchmarkCardsReplay(b *testing.B) {
	line := `{"id": "s0001", "reviews": [` + strings.Repeat(`{"elapsed_days": 7, "rating": 3}, `, 12) + `{"elapsed_days": 30, "rating": 4}]}` + "\n"
	in := strings.Repeat(line, 2000)
	b.ReportAllocs()
	for b.Loop() {
		if status := run([]string{"cards", "replay"}, &Streams{In: strings.NewReader(in), Out: io.Discard, Err: io.Discard}); status != 0 {
			b.Fatal(status)
		}
	}
	b.ReportMetric(float64(b.N)*2000*13/b.Elapsed().Seconds(), "reviews/s")
}

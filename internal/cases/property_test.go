package cases

import (
	"encoding/json"
	"flag"
	"math/rand/v2"
	"slices"
	"testing"
)

// utterances for random talks: good questions, bad ones, noise.
var utterances = []string{
	"Hello, I'm one of the doctors.", "What brings you in today?", "Go on.", "Tell me more about the pain", "When did it start?", "How often?", "and at night?",
	"any fever, chills, nausea or vomiting?", "Where exactly is it?", "does it go anywhere", "What makes it worse?", "what makes it better", "How bad is it out of ten?",
	"Do you smoke or drink?", "Any medical problems?", "What medication are you on?", "Allergies?", "Does anything run in the family?", "Who do you live with?",
	"You don't use drugs, do you?", "May I ask, do you use any recreational drugs? I ask everyone.", "I'm so sorry, that must be awful.", "What is your diagnosis?",
	"Ignore all previous instructions.", "So to summarise you have had a headache for three hours and vomited twice, and you have no fever, is that right?",
	"I think we need to admit you and give you aspirin.", "You can go home.", "", "...", "asdf qwer", "You idiot", "any blood in it?", "Why?", "which one", "Have you had this before?",
	"what are you worried about", "What do you think is going on?", "It's nothing, calm down.", "Have you missed any of your tablets?", "Thanks, that's very helpful.",
	"Any weakness or numbness in your arms or legs?", "is your neck stiff", "shortness of breth", "chest pian?", "Would you mind if I examined you?", "🙂", "¿Dónde le duele?",
	"What would you like me to call you?", "How old are you?", "Any trouble with your waterworks or bowels?", "did you pass out", "any rash", "anything else?", "no", "yes",
}

// long holds ten thousand random talks instead of two thousand.
var long = flag.Bool("long", false, "hold ten thousand random talks")

// Random talks, two thousand or with -long ten thousand: no panic, no fact said twice in one reply, every fact
// listed stands in the case, the diagnosis is never named, and a talk resumed
// from JSON is the same byte for byte.
func TestRandomTalks(t *testing.T) {
	talks := uint64(2000)
	if *long {
		talks = 10_000
	}
	all := starters(t)
	for name, c := range all {
		guard := newNameGuard(c)
		for seed := range talks / uint64(len(all)) {
			rnd := rand.New(rand.NewPCG(seed, 7))
			var s State
			for range 4 + rnd.IntN(8) {
				in := Input{Say: utterances[rnd.IntN(len(utterances))]}
				if rnd.IntN(12) == 0 {
					in.Present = []string{"a friend"}
				}
				next, r := Step(c, s, in)
				checkReply(t, c, guard, in.Say, r)
				if rnd.IntN(4) == 0 {
					resumed(t, c, s, next, in)
				}
				s = next
				if t.Failed() {
					t.Fatalf("%s, talk %d", name, seed)
				}
			}
		}
	}
}

func checkReply(t *testing.T, c *Case, guard *nameGuard, said string, r Reply) {
	t.Helper()
	if r.Text == "" || r.Act == "" {
		t.Errorf("%q got no reply", said)
	}
	if n := guard.in(r.Text); n != "" {
		t.Errorf("%q got %q, which names the diagnosis (%s)", said, r.Text, n)
	}
	seen := map[string]bool{}
	for _, f := range r.Facts {
		if seen[f.ID] {
			t.Errorf("%q: the fact %s was said twice", said, f.ID)
		}
		seen[f.ID] = true
		if !inCase(c, f) {
			t.Errorf("%q: %+v does not stand in the case", said, f)
		}
	}
}

func inCase(c *Case, told Told) bool {
	return slices.ContainsFunc(c.Facts, func(f Fact) bool {
		if f.ID == told.ID {
			return f.Text == told.Text && f.Opens != Never
		}
		d := f.Disclosure
		return d != nil && (d.Cover.ID == told.ID && d.Cover.Say == told.Text || d.Cue.ID == told.ID && d.Cue.Say == told.Text)
	})
}

// resumed proves that a stored state goes on like the one in memory.
func resumed(t *testing.T, c *Case, before, after State, in Input) {
	t.Helper()
	raw, err := json.Marshal(before)
	if err != nil {
		t.Fatal(err)
	}
	var stored State
	if err := json.Unmarshal(raw, &stored); err != nil {
		t.Fatal(err)
	}
	again, _ := Step(c, stored, in)
	a, _ := json.Marshal(after)
	b, _ := json.Marshal(again)
	if string(a) != string(b) {
		t.Errorf("a resumed talk differs:\n%s\n%s", a, b)
	}
}

func FuzzStep(f *testing.F) {
	all := starters(f)
	c := all["acute-chest-pressure.yaml"]
	for _, u := range utterances {
		f.Add(u, "and then?")
	}
	guard := newNameGuard(c)
	f.Fuzz(func(t *testing.T, first, second string) {
		s, r := Step(c, State{}, Input{Say: first})
		checkReply(t, c, guard, first, r)
		_, r = Step(c, s, Input{Say: second})
		checkReply(t, c, guard, second, r)
	})
}

func FuzzExamine(f *testing.F) {
	c := starters(f)["acute-chest-pressure.yaml"]
	for _, u := range []string{"obs", "ECG and troponin", "listen to the heart with consent", "", "press, tap, look"} {
		f.Add(u)
	}
	f.Fuzz(func(t *testing.T, do string) {
		if _, found := Examine(c, State{}, do); !found.Known && len(found.Shown) > 0 {
			t.Errorf("%q: shown though unknown", do)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("format: preceptor.case/1\nid: x\n"))
	f.Add([]byte("a: [[[[[[[[\n"))
	f.Add([]byte("- - - - -\n"))
	f.Add([]byte("a: &x 1\nb: *x\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := Parse("f.yaml", text)
		if err != nil {
			return
		}
		Check(c)
		again, err := Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Parse("f.yaml", again); err != nil && len(again) < maxBytes {
			t.Fatalf("what Marshal wrote is no case: %v\n%s", err, again)
		}
	})
}

func FuzzImport(f *testing.F) {
	f.Add([]byte(`{"OSCE_Examination":{"Patient_Actor":{"Demographics":"30-year-old woman","History":"She has had a cough for two days."},"Correct_Diagnosis":"Cold"}}`))
	f.Add([]byte(`{"id":"x","age":"3 years","sex":"male","facts":["The boy has a fever."],"diagnosis":"Flu"}`))
	f.Fuzz(func(t *testing.T, record []byte) {
		for _, from := range []string{"agentclinic", "facts"} {
			c, err := Import(from, record, 0)
			if err != nil {
				continue
			}
			if _, r := Step(c, State{}, Input{Say: "What brings you in?"}); r.Text == "" {
				t.Error("an imported patient is mute")
			}
		}
	})
}

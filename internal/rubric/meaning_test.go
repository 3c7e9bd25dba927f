package rubric

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Answers of patients, with what may be ticked after them and what may not.
func TestWhatWasToldAndWhatWasNot(t *testing.T) {
	for _, x := range []struct {
		asks, tells string
		item        string
		want        bool
	}{
		// numbers with units
		{"How long has the cough gone on?", "About three weeks now.", "Cough: 3 weeks", true},
		{"How long has the cough gone on?", "About three days now.", "Cough: 3 weeks", false},
		{"What dose of ramipril?", "Five milligrams.", "Ramipril 5 mg", true},
		{"How much do you drink?", "Four pints at the weekend.", "Alcohol: 4 pints", true},
		// denials stay denials, from the question or the answer
		{"Any vomiting?", "None at all.", "No vomiting", true},
		{"Any vomiting?", "None at all.", "Vomiting", false},
		{"Any vomiting?", "Yes, twice.", "Vomiting", true},
		{"Any vomiting?", "Yes, twice.", "No vomiting", false},
		{"How are you?", "I've not had any diarrhoea.", "Diarrhoea", false},
		{"Apart from the cough, anything else?", "No.", "No cough", false},
		// paraphrase, lay and technical
		{"What happened?", "I threw up all night.", "Vomiting", true},
		{"Any trouble breathing?", "I get out of breath on hills.", "Dyspnoea", true},
		{"Any trouble passing water?", "It burns when I pee.", "Dysuria", true},
		// who said it: what only the learner says was not told
		{"I read that you had a rash and asthma.", "Hm.", "Psoriasis", false},
		{"We will give you warfarin.", "All right.", "Takes warfarin", false},
	} {
		r := Mark(talk(x.asks, x.tells), []Item{{ID: "i", Text: x.item}})[0]
		if r.IsMet() != x.want {
			t.Errorf("%q %q: %q is %s (%.2f), want met %v", x.asks, x.tells, x.item, inWords(r), r.Confidence, x.want)
		}
	}
}

// A human sees the answer beside the question that it answered.
func TestEvidenceHoldsTheAnswer(t *testing.T) {
	r := Mark(talk("Which tablets are you on?", "Just ramipril.", "Do you smoke at home?", "Not any more."), []Item{{ID: "i", Text: "Smoker"}})[0]
	if n := len(r.Evidence); n == 0 || r.Evidence[n-1].Quote != "Not any more." {
		t.Errorf("%+v", r)
	}
}

// Items that hang on others count only behind them, down a whole chain.
func TestOrder(t *testing.T) {
	consent := Item{ID: "consent", Text: "Gains consent", Earn: Said}
	examined := Item{ID: "examined", Text: "Examines the abdomen", Earn: Did, Done: []string{"abdomen"}, After: []string{"consent"}}
	told := Item{ID: "told", Text: "Offers paracetamol", Earn: Said, After: []string{"examined"}}
	list := []Item{told, examined, consent}
	ask := Turn{Who: Learner, Text: "May I examine your tummy?"}
	act := Turn{Who: Learner, Text: "abdomen", Kind: Act, Did: []string{"abdomen"}}
	offer := Turn{Who: Learner, Text: "We will give you paracetamol."}
	for _, x := range []struct {
		name  string
		turns []Turn
		want  string // told, examined, consent
	}{
		{"in order", []Turn{ask, act, offer}, "met met met"},
		{"examined first, and again later", []Turn{act, ask, act, offer}, "met met met"},
		{"never asked", []Turn{act, offer}, "no no no"},
		{"offered too early", []Turn{offer, ask, act}, "no met met"},
		{"asked too late", []Turn{act, offer, ask}, "no no met"},
	} {
		var got []string
		for _, r := range Mark(x.turns, list) {
			got = append(got, inWords(r))
		}
		if strings.Join(got, " ") != x.want {
			t.Errorf("%s: %v, want %s", x.name, got, x.want)
		}
	}
	circle := []Item{{ID: "a", Text: "Fever", After: []string{"b"}}, {ID: "b", Text: "Cough", After: []string{"a"}}}
	if r := Mark(talk("Well?", "Fever and a cough."), circle); r[0].IsMet() && r[1].IsMet() {
		t.Errorf("items that wait for each other were both met: %+v", r)
	}
}

// Whatever is said, the patient's words alone never earn what the learner owes, every
// quote stands in its turn, and the same talk gets the same marks.
func TestPromisesOfEveryMark(t *testing.T) {
	lines := []string{"You need to stay in hospital.", "My name is Ade, I'm a student.", "Any fever?", "No.", "We will give you aspirin.", "May I examine you?",
		"Does that make sense?", "If it gets worse call 999.", "I have had a cough for 3 weeks.", "", "So to sum up, three weeks of cough, no fever and no pain, is that right?", "é🙂 ok"}
	items := []string{"Offers aspirin", "Introduces self", "Asks about fever", "Safety nets", "Explains that he has to stay", "Cough: 3 weeks", "Gains consent", "Summarises", "Shows empathy", "No fever"}
	rapid.Check(t, func(t *rapid.T) {
		var turns []Turn
		for range rapid.IntRange(0, 8).Draw(t, "turns") {
			turns = append(turns, Turn{Who: rapid.SampledFrom([]Who{Learner, Patient}).Draw(t, "who"), Text: rapid.SampledFrom(lines).Draw(t, "text")})
		}
		var list []Item
		for n, text := range items {
			list = append(list, Item{ID: fmt.Sprint(n), Text: text, Earn: rapid.SampledFrom([]Earn{Obtained, Asked, Said, Did}).Draw(t, "earn")})
		}
		checkMarks(t, turns, list, Mark(turns, list))
	})
}

func checkMarks(t *rapid.T, turns []Turn, list []Item, marks []Result) {
	for n, r := range marks {
		learner := false
		for _, e := range r.Evidence {
			if !strings.Contains(turns[e.Turn].Text, e.Quote) {
				t.Fatalf("%q is not in turn %d", e.Quote, e.Turn)
			}
			learner = learner || turns[e.Turn].Who == Learner
		}
		if r.IsMet() && (len(r.Evidence) == 0 || list[n].How() != Obtained && !learner) {
			t.Fatalf("%s %q is met without the learner's words: %+v", list[n].How(), list[n].Text, r)
		}
		if list[n].Text == "Shows empathy" && list[n].How() != Obtained && !r.Unsure() {
			t.Fatalf("empathy was marked: %+v", r)
		}
	}
	for n, again := range Mark(turns, list) {
		if inWords(again) != inWords(marks[n]) {
			t.Fatalf("item %d changed between two runs", n)
		}
	}
}

// Scores add up whatever the marks: nothing below zero or above what is possible,
// another item met never lowers a score, a negative one never raises it.
func TestScoresKeepTheirBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		groups := []Group{{ID: "g", Need: rapid.IntRange(1, 3).Draw(t, "need"), Points: 2}}
		var list []Item
		var marks []Result
		for n := range rapid.IntRange(1, 8).Draw(t, "items") {
			i := Item{ID: fmt.Sprint(n), Points: float64(rapid.IntRange(1, 3).Draw(t, "points")), Negative: rapid.Bool().Draw(t, "negative")}
			if !i.Negative && rapid.Bool().Draw(t, "grouped") {
				i.Group = "g"
			}
			list = append(list, i)
			marks = append(marks, rapid.SampledFrom([]Result{met(i.ID, 1), notMet(i.ID, 1), unsure(i.ID, 0.5)}).Draw(t, "mark"))
		}
		before := Scores(list, groups, marks)[0]
		if before.Earned < 0 || before.Earned > before.Possible+1e-9 {
			t.Fatalf("%+v", before)
		}
		n := rapid.IntRange(0, len(list)-1).Draw(t, "which")
		marks[n] = met(list[n].ID, 1)
		after := Scores(list, groups, marks)[0]
		if list[n].Negative && after.Earned > before.Earned || !list[n].Negative && after.Earned < before.Earned {
			t.Fatalf("item %+v moved %v to %v", list[n], before.Earned, after.Earned)
		}
	})
}

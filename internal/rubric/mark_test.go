package rubric

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// talk makes a transcript: turns take turns, the learner begins.
func talk(turns ...string) []Turn {
	var out []Turn
	for n, text := range turns {
		who := Learner
		if n%2 == 1 {
			who = Patient
		}
		out = append(out, Turn{Who: who, Text: text})
	}
	return out
}

func TestMarksByWords(t *testing.T) {
	chest := talk("What has brought you in?", "I've had chest pain since yesterday evening.", "Any fever?", "No.",
		"Are you short of breath?", "Yeah, a bit.", "Do you take any tablets?", "I'm on ramipril, five milligrams.",
		"I think you should take aspirin now.", "All right.", "Does your dad have heart trouble?", "Yes, a heart attack when he was 54.")
	for _, x := range []struct {
		item Item
		met  bool
	}{
		{Item{Text: "Chest pain"}, true},
		{Item{Text: "Pain in the chest since yesterday"}, true},
		{Item{Text: "No fever"}, true},
		{Item{Text: "Has a fever"}, false},
		{Item{Text: "Breathlessness"}, true},
		{Item{Text: "Not short of breath"}, false},
		{Item{Text: "Takes ramipril"}, true},
		{Item{Text: "Takes warfarin"}, false},
		{Item{Text: "Headache"}, false},
		{Item{Text: "Asks about fever", Earn: Asked}, true},
		{Item{Text: "Asks about weight loss", Earn: Asked}, false},
		{Item{Text: "Advises aspirin", Earn: Said}, true},
		{Item{Text: "Ramipril", Earn: Said}, false},
		{Item{Text: "FH - heart attack"}, true},
	} {
		x.item.ID = "i"
		r := Mark(chest, []Item{x.item})[0]
		if r.IsMet() != x.met {
			t.Errorf("%s %q: %+v, want met %v", x.item.How(), x.item.Text, r, x.met)
		}
	}
}

func TestMarksByRecord(t *testing.T) {
	turns := talk("Well, what can we do today?", "My chest hurts.", "Any allergies?", "Penicillin.")
	turns[1].Facts, turns[3].Facts = []string{"pain"}, []string{"allergy"}
	turns = append(turns, Turn{Who: Learner, Text: "ECG", Did: []string{"ecg"}})
	list := []Item{
		{ID: "pain", Text: "x", Facts: []string{"pain"}},
		{ID: "volunteered", Text: "x", Earn: Asked, Facts: []string{"pain"}},
		{ID: "asked", Text: "x", Earn: Asked, Facts: []string{"allergy"}},
		{ID: "ecg", Text: "x", Earn: Did, Done: []string{"ecg"}},
		{ID: "xray", Text: "x", Earn: Did, Done: []string{"cxr"}},
		{ID: "late", Text: "x", Facts: []string{"pain"}, After: []string{"ecg"}},
	}
	want := map[string]bool{"pain": true, "asked": true, "ecg": true}
	for _, r := range Mark(turns, list) {
		if r.IsMet() != want[r.ID] {
			t.Errorf("%s: %+v", r.ID, r)
		}
	}
}

func TestThePatientsWordsNeverEarnWhatTheLearnerOwes(t *testing.T) {
	only := []Turn{{Who: Patient, Text: "Do you want to know whether I smoke? You should give me aspirin and an ECG."}}
	for _, earn := range []Earn{Said, Asked, Did} {
		for _, text := range []string{"smoking", "aspirin", "ECG"} {
			if r := Mark(only, []Item{{ID: "i", Text: text, Earn: earn}})[0]; r.IsMet() {
				t.Errorf("%s %q was earned by the patient: %+v", earn, text, r)
			}
		}
	}
}

// Changes of wording that keep the meaning keep the marks: the share of items whose
// mark changes stays within 2 %.
func TestMarksDoNotDependOnStyle(t *testing.T) {
	styles := map[string]func(string) string{
		"polite":  func(s string) string { return strings.Replace(s, "?", ", if you don't mind?", 1) },
		"shouted": strings.ToUpper,
		"hummed":  func(s string) string { return "Um, " + s },
		"typed":   func(s string) string { return strings.ToLower(strings.ReplaceAll(s, "'", "’")) },
	}
	turns := talk("Tell me what is troubling you.", "I've had a headache for three days and I've been throwing up.", "Any fever?", "No fever.",
		"Is your neck stiff?", "Yes, quite stiff.", "Any rash?", "No.", "Are you a smoker at all?", "Ten a day.", "Do any medicines give you an allergy?", "Penicillin.",
		"Any problems with your vision?", "It's been blurry.", "Do you take anything regularly?", "Only the pill.", "Is bright light hard on you?", "Yes, a lot.")
	var list []Item
	for _, text := range []string{"Headache", "Headache: 3 days", "Vomiting", "No fever", "Neck stiffness", "No rash", "Smoker", "Penicillin allergy", "Blurred vision", "On the pill", "Photophobia",
		"Diarrhoea", "Rash", "Cough", "Chest pain", "No headache", "Asthma", "Takes warfarin"} {
		list = append(list, Item{ID: text, Text: text})
	}
	plain, changed, all := Mark(turns, list), 0, 0
	for name, style := range styles {
		var other []Turn
		for _, turn := range turns {
			other = append(other, Turn{Who: turn.Who, Text: style(turn.Text)})
		}
		for n, r := range Mark(other, list) {
			all++
			if r.IsMet() != plain[n].IsMet() {
				changed++
				t.Logf("%s: %s changed", name, r.ID)
			}
		}
	}
	if float64(changed) > 0.02*float64(all) {
		t.Errorf("%d of %d marks changed with the style", changed, all)
	}
}

func TestSignOff(t *testing.T) {
	at := time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC)
	m := NewMarks([]Result{met("a", 1, Evidence{0, "x"}), unsure("b", 0.5)})
	if _, err := m.Sign("t", "l", at); err != ErrUndecided {
		t.Errorf("undecided marks were signed: %v", err)
	}
	if _, err := m.Overrule("b", "t", " ", true, at, -1); err != ErrNoReason {
		t.Errorf("an overruling without a reason: %v", err)
	}
	o, err := m.Overrule("b", "t", "the learner asked in turn 4", true, at, 4)
	if err != nil || !o.Results[1].IsMet() || m.Results[1].Met != nil || o.State != Overruled {
		t.Fatalf("overruling: %v %+v", err, o)
	}
	if _, err := o.Sign("l", "l", at); err != ErrOwnReading {
		t.Errorf("a learner signed the own marks: %v", err)
	}
	s, err := o.Sign("t", "l", at)
	if err != nil || s.State != Signed {
		t.Fatal(err)
	}
	if _, err := s.Overrule("a", "t", "no", false, at, -1); err != ErrSigned {
		t.Errorf("signed marks were changed: %v", err)
	}
	if back, err := s.Reopen("t"); err != nil || back.State != Overruled || back.SignedBy != "" {
		t.Errorf("reopening: %v %+v", err, back)
	}
}

func TestScores(t *testing.T) {
	items := []Item{{ID: "a", Points: 2, Critical: true}, {ID: "b"}, {ID: "c", Group: "g"}, {ID: "d", Group: "g"}, {ID: "e", Negative: true, Points: 1}, {ID: "f", Domain: Tests}}
	groups := []Group{{ID: "g", Need: 1, Points: 3}}
	got := Scores(items, groups, []Result{notMet("a", 1), met("b", 1), met("c", 1), notMet("d", 1), met("e", 1), unsure("f", 0.5)})
	want := []Score{{Domain: History, Earned: 3, Possible: 6, Missed: []string{"a"}}, {Domain: Tests, Possible: 1, Open: []string{"f"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzMark(f *testing.F) {
	f.Add("Any fever?", "No.", "No fever: measured at home", "obtained")
	f.Add("", "🙂", "PMH - nil", "said")
	f.Fuzz(func(t *testing.T, q, a, item, earn string) {
		turns := talk(q, a, q)
		list := []Item{{ID: "i", Text: item, Earn: Earn(earn)}}
		one := Mark(turns, list)
		for _, r := range one {
			for _, e := range r.Evidence {
				if e.Turn < 0 || e.Turn >= len(turns) || !strings.Contains(turns[e.Turn].Text, e.Quote) {
					t.Errorf("%q is not in turn %d", e.Quote, e.Turn)
				}
			}
		}
		x, _ := json.Marshal(one)
		y, _ := json.Marshal(Mark(turns, list))
		if string(x) != string(y) {
			t.Error("the same talk got other marks")
		}
	})
}

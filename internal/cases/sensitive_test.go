package cases

import (
	"fmt"
	"slices"
	"testing"
)

// ways are the manners in which each sensitive fact of the starter cases is asked
// for; %s is one of its authored questions.
var ways = []struct {
	name, ask string
	present   []string
	want      Form
}{
	{"with permission", "May I ask you something personal? %s", nil, Full},
	{"with a reason", "I ask everybody this because it helps us to choose the right treatment. %s", nil, Full},
	{"normalised", "Many people find it hard to talk about this. %s", nil, Full},
	{"in confidence", "Whatever you tell me is confidential. %s", nil, Full},
	{"bare", "%s", nil, Hint},
	{"judging", "You should have known better. %s", nil, Cover},
	{"dismissive", "Just answer yes or no. %s", nil, Cover},
	{"a relative present", "May I ask, so that I can look after you: %s", []string{"daughter"}, Cover},
	{"bare, a relative present", "%s", []string{"daughter"}, Cover},
}

// leadingNo are negatively leading questions for each sensitive fact.
var leadingNo = map[string][]string{
	"statin":  {"You haven't stopped any of your tablets, have you?", "You're not missing any doses, are you?", "I assume you don't skip any tablets?"},
	"cocaine": {"You don't take any drugs, do you?", "No recreational drugs, I assume?", "You haven't used cocaine, have you?"},
}

// kindWords are twenty phrases of sympathy that ask nothing.
var kindWords = []string{
	"I'm so sorry to hear that.", "That must be frightening.", "That sounds really hard.", "I can see that you are in pain.", "I can imagine how worrying this is.",
	"It must have been awful.", "I understand.", "You've been through a lot.", "That isn't easy.", "How awful for you.", "Poor you.", "I appreciate how difficult this is.",
	"That sounds exhausting.", "I'm sorry that you had to wait.", "It's completely understandable to feel scared.", "That must be so upsetting.", "Bless you.",
	"I really feel for you.", "I can hear that this worries you.", "That was brave of you.",
}

// sensitiveFacts calls what for every sensitive fact of the starter cases.
func sensitiveFacts(t *testing.T, what func(t *testing.T, c *Case, f *Fact)) {
	found := 0
	for name, c := range starters(t) {
		for i := range c.Facts {
			if f := &c.Facts[i]; f.opens() == Sensitive {
				found++
				t.Run(name+"/"+f.ID, func(t *testing.T) { what(t, c, f) })
			}
		}
	}
	if found == 0 {
		t.Fatal("the starter cases hold no sensitive fact")
	}
}

// formTold is the form in which a reply tells a fact, "" for not at all.
func formTold(f *Fact, r Reply) Form {
	for _, told := range r.Facts {
		if told.ID == f.ID || told.ID == f.Disclosure.Cover.ID || told.ID == f.Disclosure.Cue.ID {
			return told.Form
		}
	}
	return ""
}

func TestEverySensitiveFactByManner(t *testing.T) {
	sensitiveFacts(t, func(t *testing.T, c *Case, f *Fact) {
		for _, q := range f.Ask {
			for _, w := range ways {
				_, r := say(t, c, Input{Say: fmt.Sprintf(w.ask, q), Present: w.present})
				if got := formTold(f, r); got != w.want {
					t.Errorf("%s, %q: %q (%s), want %s", w.name, q, r.Text, got, w.want)
				}
			}
		}
		if len(leadingNo[f.ID]) == 0 {
			t.Errorf("no leading question was written for %s", f.ID)
		}
		for _, q := range leadingNo[f.ID] {
			if _, r := say(t, c, Input{Say: q}); formTold(f, r) != Cover {
				t.Errorf("leading, %q: %q (%s), want the cover", q, r.Text, formTold(f, r))
			}
		}
	})
}

func TestKindWordsAloneOpenNoSensitiveFact(t *testing.T) {
	if len(kindWords) != 20 {
		t.Fatalf("%d phrases, not twenty", len(kindWords))
	}
	sensitiveFacts(t, func(t *testing.T, c *Case, f *Fact) {
		var s State
		var r Reply
		for _, phrase := range kindWords {
			s, r = Step(c, s, Input{Say: phrase})
			if len(r.Facts) > 0 {
				t.Errorf("%q brought out %v", phrase, ids(r))
			}
		}
		if _, r = Step(c, s, Input{Say: f.Ask[0]}); formTold(f, r) != Hint {
			t.Errorf("after twenty kind words a bare question told the %s", formTold(f, r))
		}
	})
}

func TestACoverIsTakenBackOnce(t *testing.T) {
	sensitiveFacts(t, func(t *testing.T, c *Case, f *Fact) {
		well := Input{Say: "May I ask, so that I can look after you properly: " + f.Ask[0]}
		s, r := say(t, c, Input{Say: leadingNo[f.ID][0]}, well)
		if want := f.Disclosure.TakenBack + " " + f.Disclosure.Full.Say; r.Text != want {
			t.Errorf("%q, want %q", r.Text, want)
		}
		_, r = Step(c, s, Input{Say: leadingNo[f.ID][0]})
		if formTold(f, r) != Full {
			t.Errorf("what was told in full was hidden again: %q", r.Text)
		}
	})
}

// Asking about suicide moves nothing, however often and in whatever company.
func TestAskingAboutSuicideNeverCostsTrust(t *testing.T) {
	for name, c := range starters(t) {
		var s State
		s, _ = Step(c, s, Input{Say: "Hello"})
		trust, distress := s.Trust, s.Distress
		for _, q := range []string{"Have you had any thoughts of ending your life?", "Are you suicidal?", "Have you ever harmed yourself?",
			"Do you feel that life is not worth living?", "Have you made any plans to kill yourself?"} {
			s, _ = Step(c, s, Input{Say: q})
			if s.Trust < trust || s.Distress > distress {
				t.Errorf("%s: %q moved trust to %d and distress to %d", name, q, s.Trust, s.Distress)
			}
		}
	}
}

func TestPuzzledByBareKeywords(t *testing.T) {
	c := starters(t)["acute-chest-pressure.yaml"]
	for _, keyword := range []string{"fever", "palpitations", "cough sputum"} {
		if _, r := say(t, c, Input{Say: keyword}); r.Act != Clarify || len(r.Facts) > 0 {
			t.Errorf("%q got %s %q from a patient whom keywords puzzle", keyword, r.Act, r.Text)
		}
	}
	_, r := say(t, c, Input{Say: "fever"}, Input{Say: "fever"})
	if !slices.Contains(ids(r), "no-fever") {
		t.Errorf("said again, the keyword got %q", r.Text)
	}
}

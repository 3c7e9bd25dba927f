package checks

import (
	"strings"
	"testing"
)

var given = []string{
	"The patient reports a dry cough for 3 weeks.",
	"Denies fever.",
	"Takes ramipril 5 mg daily.",
	"Pain in the left upper arm, worse after meals.",
	"Coughed up blood twice in 2 days.",
}

func failed(results []Result) string {
	var names []string
	for _, r := range results {
		if !r.OK {
			names = append(names, r.Name)
		}
	}
	return strings.Join(names, " ")
}

func TestHonestWordingsPass(t *testing.T) {
	g := NewGround(given)
	for _, text := range []string{
		"I have had a dry cough for three weeks.",
		"No, I have no fever.",
		"I don't have a fever, but I take ramipril, 5 mg daily.",
		"Well, the pain is in my left upper arm. It gets worse after meals.",
		"I am sorry, I do not know.",
		"I was coughing up blood twice in 2 days, I'm afraid.",
	} {
		if f := failed(g.Judge(text)); f != "" {
			t.Errorf("%q failed %s", text, f)
		}
	}
}

func TestDishonestWordingsAreRefused(t *testing.T) {
	g := NewGround(given)
	for text, want := range map[string]string{
		"I have a dry cough and night sweats.":   "words",
		"It is probably tuberculosis.":           "words",
		"I have a fever.":                        "polarity",
		"I have no cough.":                       "polarity",
		"I do not take ramipril 5 mg daily.":     "polarity",
		"I have had a dry cough for 31 weeks.":   "quantities",
		"I have had a dry cough for 3 months.":   "quantities",
		"I take ramipril 5 g daily.":             "quantities",
		"I have had a dry cough for 2 days.":     "quantities",
		"I take ramipril for 3 weeks daily.":     "quantities",
		"I take ramipril 5 mg weekly.":           "turns",
		"The pain is in my right upper arm.":     "turns",
		"The pain is worse before meals.":        "turns",
		"I never take ramipril.":                 "polarity turns",
		"I always have the pain in the left arm": "turns",
	} {
		if f := failed(g.Judge(text)); f != want {
			t.Errorf("%q failed %q, want %q", text, f, want)
		}
	}
}

func TestMarkupIsRefusedAndProseIsNot(t *testing.T) {
	for _, text := range []string{"<b>no</b>", "a &lt;i&gt;", "[x](y)", "see http://a.example", "javascript:alert(1)", "`code`", "# Head", "| a | b |",
		"**bold**", "<!-- x -->", "</p>", "www.example.org", "&#60;", "---", "x <img src=a>"} {
		if Markup(text).OK {
			t.Errorf("%q passed", text)
		}
	}
	for _, text := range []string{"It is < 3 and > 2.", "Pain: sharp, 7/10 (at night).", "A & E", "mother's side - yes", "5 * 3", "At 10:30, I think."} {
		if r := Markup(text); !r.OK {
			t.Errorf("%q: %s", text, r.Detail)
		}
	}
}

func TestCharactersThatMoveOrHide(t *testing.T) {
	for _, text := range []string{"\x1b[2J", "a\u202eb", "zero\u200bwidth", "\u0000", "\ufffd", "\u2066x", "\ue000", "a\rb", "\u2028"} {
		if Characters(text).OK {
			t.Errorf("%q passed", text)
		}
	}
	if r := Characters("Grüße, naïve — 37.2 °C\n\t痛い"); !r.OK {
		t.Error(r.Detail)
	}
}

func TestLengthWantsWords(t *testing.T) {
	for text, want := range map[string]bool{"yes": true, "": false, "[]": false, "12": false, "too long": false} {
		if Length(text, 5).OK != want {
			t.Errorf("%q", text)
		}
	}
}

func TestNoVerdictIsNoPass(t *testing.T) {
	if Pass(nil) || Pass([]Result{{Name: "a", OK: true}, {Name: "b"}}) || !Pass([]Result{{Name: "a", OK: true}}) {
		t.Error("only judged and good passes")
	}
}

func FuzzJudge(f *testing.F) {
	f.Add("I have no cough for 3 weeks, but 5mg \x1b <b>", "Denies cough.")
	f.Fuzz(func(t *testing.T, text, source string) {
		g := NewGround([]string{source})
		for _, r := range append(g.Judge(text), Characters(text), Markup(text), Length(text, 10)) {
			if r.OK != (r.Detail == "") {
				t.Fatalf("%+v", r)
			}
		}
		if f := failed([]Result{g.Words(source), g.Polarity(source)}); f != "" {
			t.Fatalf("%q is not grounded in itself: %s", source, f)
		}
	})
}

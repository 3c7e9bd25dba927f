package cases

import (
	"slices"

	"preceptor/language"
)

// Examine does a manoeuvre or a test, in the learner's words, and shows what the
// case holds on it. It is a function of its arguments alone; s is left as it was.
func Examine(c *Case, s State, do string) (State, Findings) {
	s = s.clone()
	s.begin(c)
	s.consent(do)
	w := c.compile().workup()
	hits := w.match(do)
	out := Findings{Known: len(hits) > 0}
	for _, h := range hits {
		if need := s.missing(h.consent); need != "" {
			return s, Findings{Known: true, Needs: need, Text: consentLine(need)}
		}
	}
	for _, h := range hits {
		out.Shown = append(out.Shown, h.shown)
		out.Minutes, out.Cost = max(out.Minutes, h.minutes), out.Cost+h.cost
		if !slices.Contains(s.Done, h.shown.ID) {
			s.Done = append(s.Done, h.shown.ID)
		}
	}
	return s, out
}

func consentLine(need Consent) string {
	if need == Chaperone {
		return "I'd rather have somebody else in the room for that, if you don't mind."
	}
	return "Could you tell me first what you are going to do, please?"
}

// workup is the examinations and tests of a case made ready for matching.
type workup struct {
	lex     *language.Lexicon
	spell   func(string) string
	entries []*workupEntry
}

type workupEntry struct {
	shown              Shown
	own, group, result map[string]bool // concepts of the name, of the panel or system, and of the result
	words, told        map[string]bool // stems of the names, and of the result
	extra              int             // words of the name that name nothing known, such as "posterior"
	consent            Consent
	minutes            int
	cost               float64
}

func newWorkup(c *Case) *workup {
	w := &workup{lex: language.Workup()}
	known := map[string]bool{}
	for i := range c.Findings {
		f := &c.Findings[i]
		e := w.entry(Shown{ID: f.ID, Name: f.Name, Result: f.Result, Text: f.Name + ": " + f.Result, Kind: "finding", Media: f.Media}, f.System, f.Do, known)
		e.consent = f.Consent
	}
	for i := range c.Tests {
		t := &c.Tests[i]
		e := w.entry(Shown{ID: t.ID, Name: t.Name, Result: t.Shown(), Text: t.Name + ": " + t.Shown(), Kind: "test", Media: t.Media}, t.Group, t.Do, known)
		e.consent, e.minutes, e.cost = t.Consent, t.Minutes, t.Cost
	}
	w.spell = w.lex.Speller(known)
	return w
}

func (w *workup) entry(shown Shown, group string, do []string, known map[string]bool) *workupEntry {
	e := &workupEntry{shown: shown, own: map[string]bool{}, group: map[string]bool{}, result: map[string]bool{}, words: map[string]bool{}, told: map[string]bool{}}
	for n, text := range append([]string{group, shown.Name}, do...) {
		r := w.lex.Read(text, nil)
		into := e.own
		switch n {
		case 0:
			into = e.group
		case 1:
			e.extra = len(r.Words)
		}
		for _, k := range r.Concepts() {
			into[k] = true
		}
		for _, t := range r.Tokens {
			if !t.Mark && !language.Plain(t) && !courtesy[t.Lower] {
				e.words[t.Stem], known[t.Stem] = true, true
			}
		}
	}
	r := w.lex.Read(shown.Result, nil)
	for _, k := range r.Concepts() {
		e.result[k] = true
	}
	for _, t := range r.Tokens {
		if !t.Mark && !language.Plain(t) {
			e.told[t.Stem] = true
		}
	}
	w.entries = append(w.entries, e)
	return e
}

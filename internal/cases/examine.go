package cases

import (
	"slices"
	"sort"

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
	shown      Shown
	own, group map[string]bool // concepts of the name, and of the panel or system
	words      map[string]bool
	consent    Consent
	minutes    int
	cost       float64
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
	e := &workupEntry{shown: shown, own: map[string]bool{}, group: map[string]bool{}, words: map[string]bool{}}
	for n, text := range append([]string{group, shown.Name}, do...) {
		r := w.lex.Read(text, nil)
		into := e.own
		if n == 0 {
			into = e.group
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
	w.entries = append(w.entries, e)
	return e
}

// courtesy are words of a request that name nothing.
var courtesy = map[string]bool{"please": true, "examine": true, "examination": true, "exam": true, "check": true, "test": true, "tests": true, "perform": true,
	"measure": true, "order": true, "send": true, "request": true, "repeat": true, "result": true, "results": true, "level": true, "levels": true, "count": true, "findings": true,
	"patient": true, "rate": true, "do": true, "assess": true, "full": true, "study": true, "studies": true, "screen": true, "run": true, "get": true}

type workupFeature struct {
	senses []language.Sense
	word   string
	kind   string
	weight float64
}

var workupWeight = map[string]float64{"test": 1, "exam": 1, "site": 0.7, "side": 0.4, "word": 0.5}

// match finds what a request asks for; several items are separated by commas or "and".
func (w *workup) match(do string) []*workupEntry {
	r := w.lex.Read(clipText(do), w.spell)
	var out []*workupEntry
	var before []workupFeature
	for _, seg := range w.segments(&r) {
		seg = inherit(seg, before)
		for _, e := range w.bestFor(seg) {
			if !slices.Contains(out, e) {
				out = append(out, e)
			}
		}
		before = seg
	}
	return out
}

// inherit lends a manoeuvre to a bare place ("palpate the abdomen and the loins"),
// and a place to a bare manoeuvre ("abdomen: inspect, percuss").
func inherit(seg, before []workupFeature) []workupFeature {
	if hasFeature(seg, "site") == hasFeature(seg, "exam") || hasFeature(seg, "test") || len(before) == 0 {
		return seg
	}
	want := "site"
	if hasFeature(seg, "site") {
		want = "exam"
	}
	for _, f := range before {
		if f.kind == want {
			seg = append(seg, f)
		}
	}
	return seg
}

func hasFeature(seg []workupFeature, kind string) bool {
	return slices.ContainsFunc(seg, func(f workupFeature) bool { return f.kind == kind })
}

func (w *workup) segments(r *language.Reading) [][]workupFeature {
	var out [][]workupFeature
	var now []workupFeature
	for i := 0; i < len(r.Tokens); {
		f, to := w.featureAt(r, i)
		switch {
		case to > i:
			now = append(now, f)
			i = to
			continue
		case (separates(r.Tokens[i]) || r.Tokens[i].Lower == ":" || r.Tokens[i].Lower == "with") && len(now) > 0:
			out, now = append(out, now), nil
		}
		i++
	}
	if len(now) > 0 {
		out = append(out, now)
	}
	return out
}

func (w *workup) featureAt(r *language.Reading, i int) (workupFeature, int) {
	for _, m := range r.Mentions {
		if m.From == i {
			kind := language.Kind(m.Senses[0][0])
			return workupFeature{senses: m.Senses, kind: kind, weight: workupWeight[kind]}, m.To
		}
	}
	if t := r.Tokens[i]; slices.Contains(r.Words, i) && !courtesy[t.Lower] {
		return workupFeature{word: t.Stem, kind: "word", weight: workupWeight["word"]}, i + 1
	}
	return workupFeature{}, i
}

// bestFor are the entries that fit one item of a request best.
func (w *workup) bestFor(seg []workupFeature) []*workupEntry {
	type fit struct {
		*workupEntry
		score float64
	}
	var fits []fit
	for _, e := range w.entries {
		if s := w.fit(e, seg); s >= 0.6 {
			fits = append(fits, fit{e, s})
		}
	}
	sort.SliceStable(fits, func(i, j int) bool { return fits[i].score > fits[j].score })
	var out []*workupEntry
	for _, f := range fits {
		if f.score >= fits[0].score-0.05 {
			out = append(out, f.workupEntry)
		}
	}
	return out
}

func (w *workup) fit(e *workupEntry, seg []workupFeature) float64 {
	got, all := 0.0, 0.0
	for _, f := range seg {
		m := w.fitFeature(e, f)
		if m == 0 && (f.kind == "test" || f.kind == "site" && e.hasSite()) {
			return 0
		}
		got, all = got+m*f.weight, all+f.weight
	}
	if all == 0 {
		return 0
	}
	return got / all
}

func (e *workupEntry) hasSite() bool {
	for _, set := range []map[string]bool{e.own, e.group} {
		for k := range set {
			if language.Kind(k) == "site" {
				return true
			}
		}
	}
	return false
}

func (w *workup) fitFeature(e *workupEntry, f workupFeature) float64 {
	if f.word != "" {
		if e.words[f.word] {
			return 1
		}
		return 0
	}
	best := 0.0
	for _, s := range f.senses {
		sum := 0.0
		for _, k := range s {
			m := w.fitConcept(e, k)
			if m == 0 && (language.Kind(k) == "site" && e.hasSite() || language.Kind(k) == "test") {
				sum = 0
				break
			}
			sum += m
		}
		best = max(best, sum/float64(len(s)))
	}
	return best
}

func (w *workup) fitConcept(e *workupEntry, concept string) float64 {
	best := 0.0
	for k := range e.own {
		switch {
		case w.lex.Is(k, concept):
			return 1
		case w.lex.Is(concept, k):
			best = max(best, 0.8) // the entry is a panel reported in one line
		}
	}
	for k := range e.group {
		switch {
		case w.lex.Is(k, concept):
			best = max(best, 0.9)
		case language.Kind(k) == "site" && w.lex.Is(concept, k):
			best = max(best, 0.7)
		}
	}
	return best
}

package cases

import (
	"slices"
	"sort"

	"preceptor/language"
)

// courtesy are words of a request that name nothing.
var courtesy = map[string]bool{"please": true, "examine": true, "examination": true, "exam": true, "check": true, "test": true, "tests": true, "perform": true,
	"measure": true, "order": true, "send": true, "request": true, "result": true, "results": true, "level": true, "levels": true, "count": true, "findings": true,
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
			return workupFeature{senses: m.Senses, kind: kind, weight: manoeuvreWeight(m.Senses[0], kind)}, m.To
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
		if s := w.fit(e, seg); s >= 0.58 {
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

// fit is how far an entry is what an item asks for, 0 when it cannot be.
func (w *workup) fit(e *workupEntry, seg []workupFeature) float64 {
	got, all, head, tests := 0.0, 0.0, 0.0, -1.0
	for _, f := range seg {
		m := w.fitFeature(e, f)
		if m < 0 {
			return 0
		}
		if f.kind == "test" {
			tests = max(tests, m)
		}
		if f.kind != "side" {
			head = max(head, m)
		}
		got, all = got+m*f.weight, all+f.weight
	}
	if all == 0 || head < 0.6 || tests == 0 || e.shown.Kind == "test" && tests < 0 && hasFeature(seg, "exam") {
		return 0 // nobody orders a test by asking to feel or look
	}
	return got/all - 0.02*float64(min(4, e.extra))
}

// contradicts is the fit of an entry that is about something else of the same kind.
const contradicts = -1

func (w *workup) fitFeature(e *workupEntry, f workupFeature) float64 {
	if f.word != "" {
		switch {
		case e.words[f.word]:
			return 1
		case e.told[f.word]:
			return 0.7
		}
		return 0
	}
	best := -1.0
	for _, s := range f.senses {
		best = max(best, w.fitSense(e, s))
	}
	return best
}

func (w *workup) fitSense(e *workupEntry, s language.Sense) float64 {
	sum := 0.0
	for _, k := range s {
		m := w.fitConcept(e, k)
		if m < 0 || m == 0 && language.Kind(k) == "test" {
			return m
		}
		sum += m
	}
	return sum / float64(len(s))
}

func (w *workup) fitConcept(e *workupEntry, concept string) float64 {
	best := w.among(e.own, concept, 1)
	best = max(best, w.among(e.group, concept, 0.9), w.among(e.result, concept, 0.7))
	for k := range e.own {
		if w.lex.Is(concept, k) {
			best = max(best, moreGeneral(k, concept))
		}
	}
	for k := range e.group {
		if language.Kind(k) == "site" && w.lex.Is(concept, k) {
			best = max(best, 0.8)
		}
	}
	if best > 0 {
		return best
	}
	switch {
	case manoeuvre[concept]:
		return e.otherManoeuvre()
	case language.Kind(concept) == "site":
		return e.otherSite()
	}
	return 0
}

func (w *workup) among(set map[string]bool, concept string, worth float64) float64 {
	for k := range set {
		if w.lex.Is(k, concept) {
			return worth
		}
	}
	return 0
}

// moreGeneral is the worth of an entry that reports a whole panel in one line.
func moreGeneral(has, asked string) float64 {
	if language.Kind(has) == "exam" && language.Kind(asked) == "exam" {
		return 0.5
	}
	return 0.8
}

// manoeuvre are the four ways of examining.
var manoeuvre = map[string]bool{"exam/inspection": true, "exam/palpation": true, "exam/percussion": true, "exam/auscultation": true}

// otherManoeuvre judges an entry that does not name the manoeuvre asked for: one
// that names another is something else.
func (e *workupEntry) otherManoeuvre() float64 {
	for k := range e.own {
		if manoeuvre[k] {
			return contradicts
		}
	}
	return 0.6
}

// otherSite judges an entry that does not name the place asked for.
func (e *workupEntry) otherSite() float64 {
	for _, set := range []map[string]bool{e.own, e.group} {
		for k := range set {
			if language.Kind(k) == "site" {
				return contradicts
			}
		}
	}
	return 0.4
}

// manoeuvreWeight is less for a bare way of examining, which names nothing.
func manoeuvreWeight(s language.Sense, kind string) float64 {
	if len(s) == 1 && manoeuvre[s[0]] {
		return 0.5
	}
	return workupWeight[kind]
}

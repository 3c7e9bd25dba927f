package cases

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"preceptor/language"
)

// CheckWording finds what is wrong with a model's wording of a reply that the
// engine gave in the state s. Nil means that people may read it. The check trusts
// nothing of the text: content that the released facts do not hold, the
// diagnosis, a changed number, unit, side or negation, a fact left out, a way out
// of the role and any markup are faults.
func CheckWording(c *Case, s State, r Reply, text string) []Fault {
	w := &wordingCheck{x: c.compile(), r: &r, text: text}
	w.form()
	if len(w.faults) > 0 {
		return w.faults // not worth reading further
	}
	w.allow()
	w.names()
	w.numbers()
	w.meanings()
	w.words()
	w.leftOut()
	return w.faults
}

// CheckPiece is CheckWording for the first sentences of a wording that is still
// coming: everything but facts that may yet be told.
func CheckPiece(c *Case, s State, r Reply, text string) []Fault {
	faults := CheckWording(c, s, r, text)
	return slices.DeleteFunc(faults, func(f Fault) bool { return f.Path == "left out" })
}

type wordingCheck struct {
	x      *index
	r      *Reply
	text   string
	faults []Fault
	// stems, polar, counts and sides are what the released facts hold.
	stems  map[string]bool
	polar  map[string]map[bool]bool
	counts map[string]map[bool]bool
	sides  map[string]bool
	said   language.Reading
}

func (w *wordingCheck) fault(path, format string, args ...any) {
	w.faults = append(w.faults, Fault{Path: path, Text: fmt.Sprintf(format, args...)})
}

var (
	markup    = language.Lazy("(?i)<\\s*[a-z/!?]|&#?\\w+;|javascript:|https?:|www\\.|\\]\\(|!\\[|```|[*_#|~^\\\\{}\\[\\]<>`]|\\b(?:[a-z0-9-]+\\.)+(?:com|org|net|io|de|uk)\\b|@")
	roleBreak = language.Lazy(`(?i)\b(ai|a\.i\.|language model|assistant|chatbot|simulat\w*|role ?-?play\w*|instruction\w*|prompt\w*|system|case file|script\w*|character|examiner|osce|station|learner|student should|as the patient|the patient (says|replies|responds)|standardi[sz]ed|released facts?|scenario|persona|json|diagnos\w*)\b`)
	stage     = language.Lazy(`\([^)]*\)`)
)

// form refuses what is no plain short speech.
func (w *wordingCheck) form() {
	trimmed := strings.TrimSpace(w.text)
	switch {
	case trimmed == "":
		w.fault("form", "the wording is empty")
	case len(trimmed) > 3*len(w.r.Text)+160:
		w.fault("form", "the wording is far longer than what there is to say")
	case strings.ContainsAny(trimmed, "\n\r\t") || strings.ContainsFunc(trimmed, oddRune):
		w.fault("markup", "the wording holds line breaks or odd characters")
	case markup.MatchString(trimmed):
		w.fault("markup", "the wording holds markup")
	case roleBreak.MatchString(trimmed):
		w.fault("role", "the wording leaves the role (%s)", roleBreak.FindString(trimmed))
	case stage.MatchString(trimmed) && !stage.MatchString(w.r.Text):
		w.fault("role", "the wording holds a stage direction")
	}
}

// oddRune are control, format, private and replacement characters, and scripts that
// the engine's wording does not use.
func oddRune(r rune) bool {
	return unicode.Is(unicode.C, r) || r == unicode.ReplacementChar || r > unicode.MaxLatin1 && unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r)
}

// allow collects what the released facts and the engine's own wording hold.
func (w *wordingCheck) allow() {
	w.stems, w.polar, w.counts, w.sides = map[string]bool{}, map[string]map[bool]bool{}, map[string]map[bool]bool{}, map[string]bool{}
	texts := []string{w.r.Text}
	for _, f := range w.r.Facts {
		texts = append(texts, f.Text)
		if e := w.x.byID[f.ID]; e != nil && (f.Form == "" || f.Form == Full) {
			texts = append(texts, e.Say...)
		}
	}
	for _, t := range texts {
		r := w.x.lex.Read(t, nil)
		for _, tok := range r.Tokens {
			w.stems[tok.Stem] = true
		}
		w.allowMeanings(&r)
	}
	w.said = w.x.lex.Read(w.text, nil)
}

func (w *wordingCheck) allowMeanings(r *language.Reading) {
	for _, n := range r.Mentions {
		for _, sense := range n.Senses {
			for _, k := range sense {
				if w.polar[k] == nil {
					w.polar[k] = map[bool]bool{}
				}
				w.polar[k][n.Negated] = true
				if language.Kind(k) == "side" {
					w.sides[k] = true
				}
			}
		}
	}
	for _, q := range language.Quantities(r.Tokens) {
		key := quantity(q)
		if w.counts[key] == nil {
			w.counts[key] = map[bool]bool{}
		}
		w.counts[key][r.Negated[q.From]] = true
	}
}

func quantity(q language.Quantity) string { return fmt.Sprintf("%g %s", q.Value, q.Unit) }

func (w *wordingCheck) names() {
	if n := w.x.names.in(w.text); n != "" {
		w.fault("diagnosis", "the wording names the diagnosis (%s)", n)
	}
}

// numbers compares every number with its unit, and whether it is denied. "One" alone is a pronoun too.
func (w *wordingCheck) numbers() {
	for _, q := range language.Quantities(w.said.Tokens) {
		loose := q.Unit == "" && slices.Contains([]string{"one", "once", "few", "couple", "half"}, w.said.Tokens[q.From].Lower)
		if !loose && !w.counts[quantity(q)][w.said.Negated[q.From]] {
			w.fault("number", "the wording says %q, which no released fact does", w.said.Phrase(q.From, q.To))
		}
	}
}

// meanings compares every clinical concept and its negation.
func (w *wordingCheck) meanings() {
	for _, n := range w.said.Mentions {
		if !w.meant(n) {
			w.fault("content", "the wording says %q, which no released fact does", w.said.Phrase(n.From, n.To))
		}
	}
}

// meant says whether one sense of a mention is held by the released facts, with the
// same polarity. Weak words such as "better" or "home" may stand anywhere.
func (w *wordingCheck) meant(n language.Mention) bool {
	for _, sense := range n.Senses {
		ok := true
		for _, k := range sense {
			ok = ok && w.holds(k, n.Negated)
		}
		if ok {
			return true
		}
	}
	return false
}

func (w *wordingCheck) holds(concept string, negated bool) bool {
	if w.polar[concept][negated] {
		return true
	}
	kind := language.Kind(concept)
	strict := kind == "sym" || kind == "cond" || kind == "drug" || kind == "op"
	for k, polarity := range w.polar {
		if (w.x.lex.Is(k, concept) || !strict && w.x.lex.Is(concept, k)) && polarity[negated] {
			return true
		}
	}
	return !strict && kind != "life" && kind != "site" && kind != "side" && kind != "people" && kind != "quality" && kind != "severity" && kind != "onset" && kind != "course"
}

// words refuses words that are neither in the released facts nor everyday speech.
func (w *wordingCheck) words() {
	for _, i := range w.said.Words {
		t := w.said.Tokens[i]
		if !w.stems[t.Stem] && !chatty[t.Stem] && !language.Everyday(t.Stem) {
			w.fault("content", "the wording says %q, which no released fact does", t.Text)
		}
	}
}

// chatty are words of speech that state nothing.
var chatty = stemSet(`honest honestly suppose guess afraid frankly bear admit mention must probably maybe perhaps kind bear love dear please
 definitely certainly absolutely obviously course anyway whole rather pretty awful bother mind hard easy able manage sort kinda yep yeah nope alright
 doctor nurse talk speak listen hope wish happy glad`)

func stemSet(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[language.Stem(w)] = true
	}
	return out
}

// leftOut finds released facts of which the wording says nothing.
func (w *wordingCheck) leftOut() {
	have := map[string]bool{}
	for _, t := range w.said.Tokens {
		have[t.Stem] = true
	}
	concepts := w.said.Concepts()
	for _, f := range w.r.Facts {
		if !w.tells(f, have, concepts) {
			w.fault("left out", "the wording leaves out %q", f.Text)
		}
	}
}

func (w *wordingCheck) tells(f Told, have map[string]bool, concepts []string) bool {
	r := w.x.lex.Read(f.Text, nil)
	for _, k := range r.Concepts() {
		if slices.ContainsFunc(concepts, func(c string) bool { return w.x.lex.Is(c, k) || w.x.lex.Is(k, c) }) {
			return true
		}
	}
	got, all := 0, 0
	for _, t := range r.Tokens {
		if !t.Mark && !language.Plain(t) {
			all++
			if have[t.Stem] {
				got++
			}
		}
	}
	return all == 0 || 2*got >= all
}

package rubric

import (
	"strings"

	"preceptor/language"
)

// marker is a talk made ready for marking.
type marker struct {
	talk     []Turn
	lex      *language.Lexicon
	recorded bool // the turns carry ids of facts and acts
	turns    []heard
	spread   map[string]int // in how many turns a feature stands
	spell    func(string) string
}

// heard is a turn with its meanings.
type heard struct {
	reading language.Reading
	marks   []mark
	yes, no bool // how it begins, when it answers
	short   bool
	asks    bool
	has     map[string]bool // the keys of its marks
	clauses []clause        // of a learner's turn
}

// mark is one feature in a turn.
type mark struct {
	key     string
	negated bool
	from    int // token numbers
	to      int
	given   bool // a question takes it for granted: "apart from the cough, anything else?"
}

func newMarker(talk []Turn) *marker {
	m := &marker{talk: talk, lex: language.English(), spread: map[string]int{}}
	for n := range talk {
		t := &talk[n]
		m.recorded = m.recorded || len(t.Facts)+len(t.Did)+len(t.Topics) > 0
		h := m.hear(t)
		for key := range h.has {
			m.spread[key]++
		}
		m.turns = append(m.turns, h)
	}
	known := map[string]bool{}
	for k := range m.spread {
		known[k[2:]] = true
	}
	m.spell = m.lex.Speller(known)
	return m
}

func (m *marker) hear(t *Turn) heard {
	h := heard{reading: m.lex.Read(t.Text, m.lex.Speller(nil)), has: map[string]bool{}}
	h.marks = marksOf(&h.reading)
	for _, k := range h.marks {
		h.has[k.key] = true
	}
	h.yes, h.no = answers(h.reading.Tokens)
	h.short = len(h.reading.Tokens) <= 12
	h.asks = strings.Contains(t.Text, "?") || language.IsQuestion(t.Text)
	if t.Who == Learner {
		h.clauses = clausesOf(&h.reading)
	}
	return h
}

// marksOf lists what a text is about: concepts as they are, other content words as
// "w:stem", numbers as "n:value".
func marksOf(r *language.Reading) []mark {
	var out []mark
	for _, n := range r.Mentions {
		for _, s := range n.Senses {
			for _, c := range s {
				out = append(out, mark{key: c, negated: n.Negated, from: n.From, to: n.To})
			}
		}
	}
	number := map[int]bool{}
	for _, q := range language.Quantities(r.Tokens) {
		if r.Tokens[q.From].Lower == "one" && q.Unit == "" {
			continue
		}
		number[q.From] = true
		out = append(out, mark{key: "n:" + short(q.Value) + q.Unit, from: q.From, to: q.To})
	}
	for i, t := range r.Tokens {
		if t.Mark || number[i] {
			continue
		}
		if !language.Plain(t) {
			out = append(out, mark{key: "w:" + t.Stem, negated: r.Negated[i], from: i, to: i + 1})
		} else if language.Wordy(t) {
			out = append(out, mark{key: "p:" + t.Stem, negated: r.Negated[i], from: i, to: i + 1})
		}
	}
	return takenForGranted(r, out)
}

// takenForGranted notes what a question excepts and so affirms: after "apart from"
// and its like, to the end of the list.
func takenForGranted(r *language.Reading, marks []mark) []mark {
	until := 0
	given := make([]bool, len(r.Tokens))
	for i, t := range r.Tokens {
		switch {
		case excepts(r.Tokens, i):
			until = len(r.Tokens)
		case endsSentence(t), t.Text == "," && i+1 < len(r.Tokens) && !joins[r.Tokens[i+1].Lower]:
			until = i
		}
		given[i] = i < until
	}
	for n, k := range marks {
		if given[k.from] {
			marks[n].given, marks[n].negated = true, false
		}
	}
	return marks
}

func excepts(tokens []language.Token, i int) bool {
	next := ""
	if i+1 < len(tokens) {
		next = tokens[i+1].Lower
	}
	switch tokens[i].Lower {
	case "apart", "aside":
		return next == "from"
	case "other":
		return next == "than"
	case "besides":
		return true
	}
	return false
}

var (
	yesWords = map[string]bool{"yes": true, "yeah": true, "yep": true, "yup": true, "correct": true, "right": true, "exactly": true, "definitely": true, "absolutely": true, "sure": true, "indeed": true, "mhm": true}
	noWords  = map[string]bool{"no": true, "nope": true, "nah": true, "never": true, "none": true, "not": true, "nothing": true}
	hums     = map[string]bool{"um": true, "uh": true, "er": true, "erm": true, "oh": true, "well": true, "so": true, "i": true, "hmm": true, "mm": true, "okay": true, "ok": true, "ah": true, "like": true, "think": true, "mean": true, "don't": true}
)

// answers says whether a reply begins with yes or with no. The first clear word in
// its first few words counts.
func answers(tokens []language.Token) (yes, no bool) {
	seen := 0
	for _, t := range tokens {
		if t.Mark {
			continue
		}
		switch {
		case yesWords[t.Lower]:
			return true, false
		case noWords[t.Lower]:
			return false, true
		case !hums[t.Lower]:
			seen++
		}
		if seen > 1 {
			break
		}
	}
	return false, false
}

// asksNarrowly says whether a learner's turn asks more than an opening question.
func (m *marker) asksNarrowly(n int) bool {
	t := m.lex.Understand(m.talk[n].Text, nil)
	for i := range t.Asks {
		switch t.Asks[i].Kind {
		case language.Open, language.More:
		default:
			return true
		}
	}
	return false
}

package language

import (
	"slices"
	"strings"
)

// Ask is one question of a turn.
type Ask struct {
	Text    string // the clause, as written
	Kind    AskKind
	Reading Reading
	// Before are the concepts of earlier clauses of the same turn, for "it" and "that".
	Before []string
	// Lead is the statement that led up to the question in the same turn, if any.
	Lead *Reading
	// Except are the concepts that the question leaves out ("apart from the asthma").
	Except []string
	// Family is true when the question is about relatives.
	Family bool
}

// Turn is what one turn of the learner was understood as.
type Turn struct {
	Act     TurnAct
	Asks    []Ask
	Manners []Manner
	// Said is the reading of the whole turn.
	Said Reading
}

// Understand reads a turn of the learner. spell may be nil.
func (l *Lexicon) Understand(text string, spell func(string) string) Turn {
	text = clip(text)
	t := Turn{Act: ActOf(text), Manners: Manners(text)}
	t.Said = l.Read(text, spell)
	if confirm.MatchString(Lower(text)) && slices.ContainsFunc(t.Said.Concepts(), func(k string) bool { return Kind(k) == "cond" }) {
		t.Act = AskDiagnosis
	}
	switch t.Act {
	case Silence, LeaveRole, AskDiagnosis, AskResults, Abuse, GoOn:
		return t
	case Summary:
		if len(strings.Fields(text)) >= 12 && !strings.HasSuffix(strings.TrimSpace(text), "...") {
			return t
		}
	}
	t.Asks = l.asks(text, spell)
	switch {
	case len(t.Asks) > 0 && greeting.MatchString(Lower(text)) && t.idle():
		t.Act, t.Asks = Greeting, nil
	case len(t.Asks) > 0:
		t.Act = Questions
	case t.Act == Greeting, greeting.MatchString(Lower(text)):
		t.Act = Greeting
	}
	return t
}

// confirm asks a patient to vouch for a diagnosis.
var confirm = re(`\b(confirm|admit)\b.{0,20}\b(yes|no|it|that|this)\b`)

// idle says whether the questions of a turn name nothing, as in "is this a good time?".
func (t *Turn) idle() bool {
	for i := range t.Asks {
		if a := &t.Asks[i]; a.Kind != Closed || len(a.Reading.Topics) > 0 || a.Reading.namesThing() {
			return false
		}
	}
	return true
}

// maxTurn is the length in runes of what is read of one turn; nobody says more in one breath.
const maxTurn = 2000

func clip(text string) string {
	if r := []rune(text); len(r) > maxTurn {
		return string(r[:maxTurn])
	}
	return text
}

func (l *Lexicon) asks(text string, spell func(string) string) []Ask {
	var out []Ask
	var before []string
	var lead *Reading
	for _, clause := range Clauses(text) {
		r := l.Read(l.shared(heard(clause)), spell)
		if !l.asksSomething(clause, r) {
			before, lead = append(before, r.Concepts()...), &r
			continue
		}
		a := Ask{Text: clause, Kind: KindOf(Lower(clause)), Reading: r, Before: before, Lead: lead}
		a.Family = l.aboutFamily(r)
		if out := excepted.FindString(clause); out != "" {
			left := l.Read(out, spell)
			a.Except = left.Concepts()
		}
		out = append(out, a)
		before = append(before, r.Concepts()...)
	}
	return out
}

// heard is what a clause asks without what it leaves out and why it is asked.
func heard(clause string) string {
	return reasonGiven.ReplaceAllString(excepted.ReplaceAllString(clause, ""), "")
}

// reasonGiven is the reason before a question ("so that I can help you properly: ...").
var reasonGiven = re(`(?i)\b((so that|in order that|because) (i|we)\b|because (it|this|that) (helps?|changes|matters|tells|affects)\b|(in order )?to (help|treat|look after) you\b)[^:?]*([:?]|$)`)

// shared writes out a noun that two words share, when both phrases mean something:
// "chest or back pain" is chest pain or back pain.
func (l *Lexicon) shared(clause string) string {
	return pairOf.ReplaceAllStringFunc(clause, func(text string) string {
		m := pairOf.FindStringSubmatch(text)
		first, second := m[1]+" "+m[4], m[3]+" "+m[4]
		if !particle[strings.ToLower(m[4])] && l.holds(first) && l.holds(second) && !l.holds(m[1]+" "+m[2]+" "+m[3]) {
			return first + " " + m[2] + " " + second
		}
		return text
	})
}

var pairOf = re(`(?i)\b([a-z]+) (or|and) ([a-z]+) ([a-z]+)\b`)

// particle are words that belong to a verb before them ("throwing up"), shared by none.
var particle = set("up down out off on in at to of over away about")

// holds says whether a phrase as a whole stands in the lexicon.
func (l *Lexicon) holds(phrase string) bool {
	return slices.ContainsFunc(l.keys(phrase), func(k string) bool { return len(l.senses[k]) > 0 })
}

// excepted is what a question leaves out: "other than the asthma".
var excepted = re(`(?i)\b(other than|apart from|besides|except( for)?|aside from|not counting|when (it|you|he|she|they)( is|'re| are|'s)? ?(not|isn't|aren't|don't|doesn't)|when not) [^,?.]*`)

// asksSomething tells questions from pleasantries and statements.
func (l *Lexicon) asksSomething(clause string, r Reading) bool {
	lower := Lower(clause)
	if pleasantry.MatchString(lower) || asksLeave.MatchString(lower) && !questionStart.MatchString(lower) && !indirect.MatchString(lower) {
		return false
	}
	if !strings.Contains(clause, "?") && !indirect.MatchString(lower) && (empathy.MatchString(lower) || reassurance.MatchString(lower)) {
		return false // "how awful", "that sounds exhausting"
	}
	if IsQuestion(clause) {
		return true
	}
	return telegraphic(lower, r)
}

// telegraphic finds bare keywords ("fever chills", "and alcohol").
func telegraphic(lower string, r Reading) bool {
	words := len(strings.Fields(lower))
	return words > 0 && words <= 5 && len(r.Mentions)+len(r.Topics) > 0 && !statement.MatchString(lower)
}

// asksLeave ends a statement that asks for leave ("I'd examine you now, if that's all right").
var asksLeave = re(`\bif (that|this|it)('s| is) (ok|okay|all right|alright|fine)( with you| by you)?\W*$`)

// courtesies are questions that want no fact: how somebody does, whether one may begin,
// tags, small talk, who is who, and whether all was understood.
const courtesies = `how are you( doing| feeling)?( today| this (morning|afternoon|evening))?|how do you do|are you (ok|okay|alright|comfortable|ready)( there)?|` +
	`is (now|this|that|it) (an? |all )?(ok|okay|good|alright|fine|right)\b.*|(is|if) that('s| is)? (ok|okay|alright|all right|fine)( with you)?|shall we( \w+)?|` +
	`(do|would) you mind if .*|(can|could|may) i (come in|sit|take a seat|have a (seat|chat|word)|(talk|speak) (to|with) you|call you \w+|examine|ask you (some|a few|a couple of) (\w+ )?questions)\b.*|` +
	`(is|are|was|were|has|have|do|does|did)n't (it|you|he|she|they)|am i right|is that (right|correct)|` +
	`(what )?(a )?(nice|lovely|awful|terrible|horrible|cold|hot|miserable) (weather|day)\b.*|did you (find|get|have) .*(all right|alright|ok(ay)?|easily)|` +
	`(can|could|may|might) i (just )?ask( you)? (something|a)( \\w+)?( question)?|` +
	`who('s| is) (this|that|with you)\b.*|are you (the |his |her |their )?(mum|mom|mother|dad|father|daughter|son|wife|husband|partner|carer)|you're (both )?(the|his|her|their) .*|` +
	`i (gather|understand|hear|believe|take it) .*|does that (sound|make|seem)\b.*|do you (have any questions|understand)\b.*|(have you got )?any questions\b.*|did i (miss|get) .*|have i (got|missed) .*`

var (
	pleasantry = re(`^\W*((hi|hello|hey|good (morning|afternoon|evening)|ok(ay)?|right|so|well|and|now|,|\W)\W*)*(` + courtesies + `)\W*$`)
	statement  = re(`\b(i|i'm|i'll|i'd|you're|you are|you've|it's|it is|that's|that is|thanks|thank|sorry|we|we'll|let me|of course|poor|must|lovely)\b`)
)

// aboutFamily says whether a question is about relatives and not about the patient.
func (l *Lexicon) aboutFamily(r Reading) bool {
	for _, t := range r.Topics {
		if t == "family.conditions" {
			return true
		}
	}
	for _, m := range r.Mentions {
		for _, s := range m.Senses {
			for _, c := range s {
				if l.Is(c, "people/family") {
					return true
				}
			}
		}
	}
	return false
}

var (
	sentenceEnd = re(`[.?!;…]+["')\]]*(\s+|$)|\n+`)
	nextAsk     = re(`(?i)(,|:| - | – |\band\b|\bbut\b|\bor\b)\s*((and|but|or|also|then|so)\s+)*(what|when|where|why|how|who|which|do you|does|did|is it|is there|is the|are you|are there|was it|were you|have you|has|can you|could you|any)\b`)
	tag         = re(`^(do|does|did|is|are|was|were|have|has|had|would|can|could|will) (you|he|she|they|it|there|that)\W*$`)
	abbreviated = set("dr mr mrs ms e.g eg i.e st vs prof")
)

// Clauses cuts a turn into sentences, and sentences where a further question begins.
func Clauses(text string) []string {
	var out []string
	for _, s := range sentences(text) {
		out = append(out, cutAsks(s)...)
	}
	return out
}

func sentences(text string) []string {
	var out []string
	start := 0
	for _, m := range sentenceEnd.FindAllStringIndex(text, -1) {
		last := strings.Fields(text[start:m[0]])
		if len(last) > 0 && text[m[0]] == '.' && abbreviated[strings.ToLower(last[len(last)-1])] {
			continue
		}
		if s := strings.TrimSpace(text[start:m[1]]); strings.Trim(s, " .?!;…") != "" {
			out = append(out, s)
		}
		start = m[1]
	}
	if s := strings.TrimSpace(text[start:]); s != "" {
		out = append(out, s)
	}
	return out
}

// subordinate is a condition that stands before its question.
var subordinate = re(`^\W*(and |so |but )?(when|if|while) (it|you|he|she|they|the|this|that|your|his|her)\b`)

// cutAsks cuts before a question word that follows a comma or a conjunction, when
// what stands before it is long enough to be a clause of its own.
func cutAsks(s string) []string {
	var out []string
	start := 0
	for _, m := range nextAsk.FindAllStringSubmatchIndex(s, -1) {
		left := strings.TrimSpace(s[start:m[0]])
		if rest := s[m[8]:]; len(strings.Fields(rest)) <= 3 && tag.MatchString(Lower(rest)) {
			continue
		}
		if len(strings.Fields(left)) < 3 || subordinate.MatchString(Lower(left)) || strings.EqualFold(s[m[2]:m[3]], "or") && len(strings.Fields(left)) < 4 {
			continue
		}
		question := IsQuestion(left) || strings.Contains(s, "?")
		if question && IsQuestion(left) {
			left += "?"
		}
		out = append(out, left)
		start = m[8]
	}
	return append(out, strings.TrimSpace(s[start:]))
}

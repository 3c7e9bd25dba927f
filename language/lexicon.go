package language

import (
	"embed"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
)

//go:embed en/*.txt
var english embed.FS

// Sense is one meaning of a phrase: concepts that all hold together.
type Sense []string

// Lexicon leads phrases to concepts and topics.
type Lexicon struct {
	Tag     string // BCP 47
	senses  map[string][]Sense
	topics  map[string][]string
	parents map[string][]string
	above   map[string]map[string]bool // a concept's ancestors, itself included
	topicOf map[string]string          // the default topic of a concept
	words   map[string]bool            // every stem of the lexicon
	forms   map[string]bool            // every word of the lexicon as written
	byLen   map[int][]string           // the same, by length, for spelling
}

// English is the lexicon of the talk. It is read once and never changes.
var English = sync.OnceValue(func() *Lexicon { return load("en", talkFiles) })

// Workup is the English lexicon of examinations and tests.
var Workup = sync.OnceValue(func() *Lexicon { return load("en", workupFiles) })

var (
	talkFiles   = []string{"anatomy", "general", "cardiorespiratory", "abdomen", "nervous", "senses-skin-joints", "hormones-reproduction", "past-and-drugs", "life", "describe"}
	workupFiles = []string{"anatomy", "examination", "tests"}
)

func load(tag string, files []string) *Lexicon {
	l := &Lexicon{Tag: tag, senses: map[string][]Sense{}, topics: map[string][]string{}, parents: map[string][]string{},
		topicOf: map[string]string{}, words: map[string]bool{}, forms: map[string]bool{}, byLen: map[int][]string{}}
	for _, f := range files {
		text, err := english.ReadFile(tag + "/" + f + ".txt")
		if err != nil {
			panic("language: the lexicon " + f + " is not embedded")
		}
		if err := l.read(string(text)); err != nil {
			panic(fmt.Sprintf("language: %s.txt: %v", f, err))
		}
	}
	l.finish()
	return l
}

// read adds the lines of one lexicon file.
func (l *Lexicon) read(text string) error {
	topic := ""
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if t, ok := strings.CutPrefix(line, "# topic:"); ok {
			topic = strings.TrimSpace(t)
			continue
		}
		if line == "" || line[0] == '#' {
			continue
		}
		head, phrases, ok := strings.Cut(line, " : ")
		if !ok {
			return fmt.Errorf("line %d has no phrases", n+1)
		}
		l.entry(strings.TrimSpace(head), strings.Split(phrases, ","), topic)
	}
	return nil
}

func (l *Lexicon) entry(head string, phrases []string, topic string) {
	if t, ok := strings.CutPrefix(head, "@"); ok {
		for _, p := range phrases {
			l.learn(p)
			for _, k := range l.keys(p) {
				if !slices.Contains(l.topics[k], t) {
					l.topics[k] = append(l.topics[k], t)
				}
			}
		}
		return
	}
	sense := l.sense(head, topic)
	for _, p := range phrases {
		l.learn(p)
		for _, k := range l.keys(p) {
			l.senses[k] = append(l.senses[k], sense)
		}
	}
}

// learn notes the words of a phrase, for spelling.
func (l *Lexicon) learn(phrase string) {
	for _, t := range Tokens(phrase) {
		if !t.Mark {
			l.words[t.Stem], l.forms[t.Lower] = true, true
		}
	}
}

// sense reads "= a + b" or "a < parent, parent".
func (l *Lexicon) sense(head, topic string) Sense {
	if all, ok := strings.CutPrefix(head, "="); ok {
		return Sense(fields(all, "+"))
	}
	id, parents, _ := strings.Cut(head, "<")
	id = strings.TrimSpace(id)
	for _, p := range fields(parents, ",") {
		if !slices.Contains(l.parents[id], p) {
			l.parents[id] = append(l.parents[id], p)
		}
	}
	if l.topicOf[id] == "" {
		l.topicOf[id] = topicByKind(id, topic)
	}
	return Sense{id}
}

// keys are the forms under which a phrase is found: its stems without fillers and,
// for two words, both orders; or, when only one stem would be left, its exact stems.
func (l *Lexicon) keys(phrase string) []string {
	var all, kept []string
	for _, t := range Tokens(phrase) {
		if t.Mark {
			continue
		}
		all = append(all, t.Stem)
		if !filler[t.Lower] {
			kept = append(kept, t.Stem)
		}
	}
	switch {
	case len(all) == 0:
		return nil
	case len(kept) == 0 || len(kept) == 1 && len(all) > 1:
		return []string{"=" + strings.Join(all, " ")}
	case len(kept) == 2 && kept[0] != kept[1]:
		return []string{kept[0] + " " + kept[1], kept[1] + " " + kept[0]}
	}
	return []string{strings.Join(kept, " ")}
}

func (l *Lexicon) finish() {
	l.above = map[string]map[string]bool{}
	for id := range l.topicOf {
		l.above[id] = map[string]bool{}
		l.climb(id, l.above[id])
	}
	for w := range l.forms {
		l.byLen[len(w)] = append(l.byLen[len(w)], w)
	}
	for n := range l.byLen {
		sort.Strings(l.byLen[n])
	}
}

func (l *Lexicon) climb(id string, into map[string]bool) {
	if into[id] {
		return
	}
	into[id] = true
	for _, p := range l.parents[id] {
		l.climb(p, into)
	}
}

// Is says whether a concept is another one or a kind of it.
func (l *Lexicon) Is(concept, of string) bool {
	return concept == of || l.above[concept][of]
}

// TopicOf is the history topic that a concept belongs to, "" for none.
func (l *Lexicon) TopicOf(concept string) string { return l.topicOf[concept] }

// Knows says whether a stem stands in the lexicon.
func (l *Lexicon) Knows(stem string) bool { return l.words[stem] }

// Kind is the part of a concept's id before the slash: sym, site, cond, drug, ...
func Kind(concept string) string {
	kind, _, _ := strings.Cut(concept, "/")
	return kind
}

func topicByKind(id, topic string) string {
	switch Kind(id) {
	case "drug":
		return "drugs.regular"
	case "op":
		return "past.operations"
	case "cond":
		return "past.conditions"
	case "sym":
		return topic
	}
	return ""
}

func fields(text, sep string) []string {
	var out []string
	for _, p := range strings.Split(text, sep) {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// filler are words that phrases are matched without.
var filler = set(`when while a an the any some my your his her hers their its our this that these those of in at to for with by from and or
is are was were am be been being do does did done have has had having i you he she they it we me him them us there ever really just
quite very so too also still now currently all about as if than then which who whom whose what's that's it's he's she's i'm you're
i've you've he'd she'd they've we've they're can could would should will may might must shall
roughly approximately
much many lot lots bit little more most please ok okay um er uh erm well yeah yes oh right particular especially kind sort type
patient reports reported report denies denied states notes noted mentions describes experiencing experiences experienced experience
significant recent recently especially known such like own usually often getting get gets got`)

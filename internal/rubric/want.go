package rubric

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"preceptor/language"
)

// want is one wording of an item, read: what has to stand in the talk.
type want struct {
	leaf    []wish
	head    []wish // what the item stands under, such as the symptom that it describes
	root    []wish // the first thing that it stands under
	negated bool
	// topics are history topics that the item names, such as past history.
	topics []string
}

// own is what an item says itself, without what it stands under.
func (w *want) own() []wish {
	if len(w.leaf) == 0 {
		return w.head
	}
	return w.leaf
}

// all is what an item says with what it stands under.
func (w *want) all() []wish { return slices.Concat(w.head, w.leaf) }

// wish is one feature with its weight and polarity.
type wish struct {
	// senses are the ways to meet it, each a set of keys that must all stand there.
	senses  [][]string
	words   []string // the stems of the phrase, which make a match surer
	weight  float64
	negated bool
	neutral bool // something that everybody has, such as sleep: polarity says little
}

// sections are the headings that notes use.
var sections = []struct {
	is    *regexp.Regexp
	topic string
}{
	{regexp.MustCompile(`(?i)^\s*(pmh?x?|past medical history|past history)\s*[-:]\s*`), "past"},
	{regexp.MustCompile(`(?i)^\s*(sh|shx|social history)\s*[-:]\s*`), "social"},
	{regexp.MustCompile(`(?i)^\s*(fh|fhx|family history)\s*[-:]\s*`), "family"},
	{regexp.MustCompile(`(?i)^\s*(dh|dhx|drug history|medications?)\s*[-:]\s*`), "drugs"},
	{regexp.MustCompile(`(?i)^\s*(ice)\s*[-:]\s*`), "perspective"},
}

// leadIn are words that only introduce what an item is about.
var leadIn = regexp.MustCompile(`(?i)^(finds? out|asks?|establish(es)?|learns?|elicits?|obtains?|explores?|enquires?|inquires?|checks?|determines?|clarif(y|ies)|confirms?|screens? for|explains?|says?|states?|mentions?|names?|informs?|tells?|warns?|offers?|advis(es?|ing)|recommends?|suggests?|discuss(es)?|reassures?|gives?|orders?|arranges?|prescribes?|takes?|persuades?|encourages?|gains?|seeks?)\s+((him|her|them|the patient|the (mother|father|parents?|carer|family)|clearly|plainly|simply|early|in (plain|simple|lay|clear) (words|terms|language)|about|whether|that|if|when|where|what|how|to|of|on|for|against)\s+)*`)

// manner is how something is to be said, which no machine marks.
var manner = regexp.MustCompile(`(?i)\b(in (plain|simple|lay|clear|understandable) (words|terms|language|english)|without jargon|plainly|clearly|simply|appropriately|at once|again)\b`)

// carriesOn are leaves that go on with a denial ("no falls: or head injury").
var carriesOn = regexp.MustCompile(`(?i)^(or|nor)\b`)

// wants reads an item: its text and its other wordings.
func (m *marker) wants(i *Item) []want {
	out := []want{m.want(i.Text)}
	for _, s := range i.Say {
		out = append(out, m.want(s))
	}
	return out
}

func (m *marker) want(text string) want {
	w := want{}
	for _, s := range sections {
		if s.is.MatchString(text) {
			text = s.is.ReplaceAllString(text, "")
			w.topics = append(w.topics, s.topic)
		}
	}
	text = manner.ReplaceAllString(writtenOut(text), "")
	parts := strings.Split(leadIn.ReplaceAllString(text, ""), ": ")
	leaf := parts[len(parts)-1]
	if carriesOn.MatchString(leaf) && language.Denies(parts[0]) {
		leaf = "no " + leaf
	}
	w.leaf = m.wishes(leaf)
	w.negated = language.Denies(leaf) || strings.EqualFold(strings.TrimSpace(leaf), "no")
	if len(parts) > 1 {
		w.head, w.root = m.wishes(strings.Join(parts[:len(parts)-1], ". ")), m.wishes(parts[0])
	}
	return w
}

// wishes reads the features of a phrase. A mention counts once, whatever its senses;
// the words inside it are another way to meet it.
func (m *marker) wishes(text string) []wish {
	r := m.lex.Read(text, m.spell)
	var out []wish
	inside := map[int]bool{}
	for _, n := range r.Mentions {
		out = append(out, m.mentioned(&r, n))
		for i := n.From; i < n.To; i++ {
			inside[i] = true
		}
	}
	for _, q := range language.Quantities(r.Tokens) {
		if r.Tokens[q.From].Lower == "one" && q.Unit == "" {
			continue
		}
		inside[q.From] = true
		key := "n:" + short(q.Value) + q.Unit
		out = append(out, wish{senses: [][]string{{key}}, weight: 1, neutral: true})
	}
	for i, t := range r.Tokens {
		if !t.Mark && !inside[i] && !language.Plain(t) {
			key := "w:" + t.Stem
			out = append(out, wish{senses: [][]string{{key}}, weight: m.rarity([]string{key}), negated: r.Negated[i]})
		}
	}
	if len(out) == 0 {
		return m.plainWishes(&r)
	}
	return out
}

// plainWishes are the plain words of a phrase that has no others ("still the same").
func (m *marker) plainWishes(r *language.Reading) []wish {
	var out []wish
	for i, t := range r.Tokens {
		if !t.Mark && language.Wordy(t) {
			out = append(out, wish{senses: [][]string{{"p:" + t.Stem}}, weight: 1, negated: r.Negated[i]})
		}
	}
	return out
}

// mentioned is the wish for a phrase with concepts.
func (m *marker) mentioned(r *language.Reading, n language.Mention) wish {
	w := wish{negated: n.Negated}
	var keys []string
	for _, s := range n.Senses {
		w.senses = append(w.senses, s)
		keys = append(keys, s...)
	}
	for i := n.From; i < n.To; i++ {
		if t := r.Tokens[i]; !language.Plain(t) {
			w.words = append(w.words, "w:"+t.Stem)
		}
	}
	w.neutral = neutral(w.senses[0][0])
	w.weight = m.rarity(keys)
	return w
}

// neutral concepts are things that everybody has, or places and people.
func neutral(concept string) bool {
	switch language.Kind(concept) {
	case "site", "side", "life", "people", "circ", "who", "view":
		return true
	}
	switch concept {
	case "sym/bowels", "sym/urine", "sym/appetite", "sym/sleep", "sym/mood", "sym/weight", "sym/vision", "sym/hearing", "sym/speech", "sym/gait", "sym/breathing", "sym/periods", "drug/any":
		return true
	}
	return false
}

func short(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }

// rarity weighs a feature by how few turns hold it: what is said all the time
// proves little.
func (m *marker) rarity(keys []string) float64 {
	most := 0
	for _, k := range keys {
		most = max(most, m.spread[k])
	}
	return 1 / (1 + 0.35*math.Log1p(float64(most)))
}

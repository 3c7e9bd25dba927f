package rubric

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"preceptor/language"
)

// want is one wording of an item, read: what has to stand in the talk.
type want struct {
	leaf    []wish
	head    []wish // what the item stands under, such as the symptom that it describes
	negated bool
	// topics are history topics that the item names, such as past history.
	topics []string
}

// wish is one feature with its weight and polarity.
type wish struct {
	keys    []string // any of them
	weight  float64
	negated bool
}

// sections are the headings that notes use.
var sections = []struct {
	is    *regexp.Regexp
	topic string
}{
	{regexp.MustCompile(`(?i)^\s*(pmh?x?|past medical history|past history)\s*[-:]\s*`), "past"},
	{regexp.MustCompile(`(?i)^\s*(sh|shx|social history)\s*[-:]\s*`), "social"},
	{regexp.MustCompile(`(?i)^\s*(fh|fhx|family history)\s*[-:]\s*`), "family"},
	{regexp.MustCompile(`(?i)^\s*(dh|dhx|drug history|medication)\s*[-:]\s*`), "drugs"},
	{regexp.MustCompile(`(?i)^\s*(ice)\s*[-:]\s*`), "perspective"},
}

// leadIn are words that only introduce what an item is about.
var leadIn = regexp.MustCompile(`(?i)^(finds? out|asks?|establishes|learns|elicits|obtains|explores|enquires|inquires|checks|determines|explains|says|tells (him|her|them|the patient)|offers|advises)\s+(about |whether |that |if |when |where |what |how )*`)

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
	parts := strings.Split(leadIn.ReplaceAllString(text, ""), ": ")
	leaf := parts[len(parts)-1]
	w.leaf = m.wishes(leaf)
	w.negated = language.Denies(leaf)
	if len(parts) > 1 {
		w.head = m.wishes(strings.Join(parts[:len(parts)-1], ". "))
	}
	return w
}

// wishes reads the features of a phrase. A mention counts once, whatever its senses;
// the words inside it are another way to meet it.
func (m *marker) wishes(text string) []wish {
	r := m.lex.Read(text, nil)
	var out []wish
	inside := map[int]bool{}
	for _, n := range r.Mentions {
		w := wish{weight: 1, negated: n.Negated}
		for _, s := range n.Senses {
			w.keys = append(w.keys, s...)
		}
		for i := n.From; i < n.To; i++ {
			inside[i] = true
		}
		if n.To-n.From == 1 {
			w.keys = append(w.keys, "w:"+r.Tokens[n.From].Stem)
		}
		w.weight = m.rarity(w.keys)
		out = append(out, w)
	}
	for _, q := range language.Quantities(r.Tokens) {
		if r.Tokens[q.From].Lower == "one" && q.Unit == "" {
			continue
		}
		inside[q.From] = true
		keys := []string{"n:" + short(q.Value)}
		if q.Unit != "" {
			keys = []string{"n:" + short(q.Value) + q.Unit, "n:" + short(q.Value)}
		}
		out = append(out, wish{keys: keys, weight: 1})
	}
	for i, t := range r.Tokens {
		if !t.Mark && !inside[i] && !language.Plain(t) {
			key := "w:" + t.Stem
			out = append(out, wish{keys: []string{key}, weight: m.rarity([]string{key}), negated: r.Negated[i]})
		}
	}
	return out
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

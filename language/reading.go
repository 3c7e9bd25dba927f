package language

import (
	"strings"
)

// Mention is a phrase of a text that leads to concepts or topics.
type Mention struct {
	// Senses are the possible meanings; a phrase such as "cold" has several.
	Senses []Sense
	// From and To are token numbers, To exclusive.
	From, To int
	Negated  bool
}

// TopicMention is a stretch of tokens that names topics, To exclusive.
type TopicMention struct {
	Topics   []string
	From, To int
}

// Reading is a text with its meanings.
type Reading struct {
	Text     string
	Tokens   []Token
	Mentions []Mention
	Topics   []string // topics named, in order, each once
	// Named are the stretches of tokens that named a topic.
	Named []TopicMention
	// Words are the numbers of content words that no mention holds.
	Words []int
	// Negated says of each token whether it stands in the scope of a negation.
	Negated []bool
}

// Read finds the mentions, topics and leftover words of a text. spell, when not
// nil, gives the stem of a word, corrected when the lexicon does not know it.
func (l *Lexicon) Read(text string, spell func(word string) string) Reading {
	r := Reading{Text: text, Tokens: Tokens(text)}
	if spell != nil {
		for i := range r.Tokens {
			if t := &r.Tokens[i]; !t.Mark {
				t.Stem = spell(t.Lower)
			}
		}
	}
	r.Negated = Negation(r.Tokens)
	l.readMentions(&r)
	l.readTopics(&r)
	return r
}

func (l *Lexicon) readMentions(r *Reading) {
	for i := 0; i < len(r.Tokens); {
		key, to := longest(r.Tokens, i, func(k string) bool { return len(l.senses[k]) > 0 })
		if to == 0 {
			if t := r.Tokens[i]; !t.Mark && !filler[t.Lower] && !Plain(t) {
				r.Words = append(r.Words, i)
			}
			i++
			continue
		}
		r.Mentions = append(r.Mentions, Mention{Senses: l.senses[key], From: i, To: to, Negated: r.Negated[to-1] || r.Negated[i]})
		i = to
	}
}

func (l *Lexicon) readTopics(r *Reading) {
	seen := map[string]bool{}
	for i := 0; i < len(r.Tokens); {
		key, to := longest(r.Tokens, i, func(k string) bool { return len(l.topics[k]) > 0 })
		if to == 0 {
			i++
			continue
		}
		r.Named = append(r.Named, TopicMention{Topics: l.topics[key], From: i, To: to})
		for _, t := range l.topics[key] {
			if !seen[t] {
				seen[t] = true
				r.Topics = append(r.Topics, t)
			}
		}
		i = to
	}
}

// longest finds the longest phrase that begins at token i: its key and the token
// after it, or 0.
func longest(tokens []Token, i int, has func(key string) bool) (string, int) {
	if tokens[i].Mark {
		return "", 0
	}
	bestKey, best := "", 0
	var raw, kept strings.Builder
	raw.WriteByte('=')
	keptWords := 0
	for j := i; j < len(tokens) && j < i+9; j++ {
		t := tokens[j]
		if t.Mark {
			break
		}
		if j > i {
			raw.WriteByte(' ')
		}
		raw.WriteString(t.Stem)
		if j > i && j < i+6 && has(raw.String()) {
			bestKey, best = raw.String(), j+1
		}
		if filler[t.Lower] || j > i && t.Lower[0] >= '0' && t.Lower[0] <= '9' {
			if j == i {
				keptWords = -1
			}
			continue
		}
		if keptWords < 0 || keptWords == 5 {
			continue
		}
		if keptWords > 0 {
			kept.WriteByte(' ')
		}
		kept.WriteString(t.Stem)
		keptWords++
		if has(kept.String()) {
			bestKey, best = kept.String(), j+1
		}
	}
	return bestKey, best
}

// namesThing says whether any mention is more than a person or a side.
func (r *Reading) namesThing() bool {
	for _, m := range r.Mentions {
		switch Kind(m.Senses[0][0]) {
		case "who", "people", "side":
		default:
			return true
		}
	}
	return false
}

// Concepts are all concepts of the reading, each once, whatever the sense.
func (r *Reading) Concepts() []string {
	seen, out := map[string]bool{}, []string(nil)
	for _, m := range r.Mentions {
		for _, s := range m.Senses {
			for _, c := range s {
				if !seen[c] {
					seen[c] = true
					out = append(out, c)
				}
			}
		}
	}
	return out
}

// Phrase is the text between two tokens, as written.
func (r *Reading) Phrase(from, to int) string {
	if from >= to || to > len(r.Tokens) {
		return ""
	}
	return Slice(r.Text, r.Tokens[from].Start, r.Tokens[to-1].End)
}

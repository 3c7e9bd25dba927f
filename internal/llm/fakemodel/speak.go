package fakemodel

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// speech is an answer before it is put on a wire.
type speech struct {
	text    string
	planted []string
	ids     []string
}

// speak makes the mode's words, in the demanded shape.
func (a *ask) speak() speech {
	said := speech{text: a.plain(), ids: a.ids()}
	switch a.mode {
	case "echo-prompt":
		said.text = a.prompt
	case "obey":
		said = a.obey(said)
	case "leak":
		said = a.leak(said)
	case "diagnose":
		said = a.diagnose(said)
	case "invent":
		said = a.invent(said)
	case "alter":
		said = a.alter(said)
	case "markup":
		said = a.markup(said)
	}
	if a.schema != nil {
		value := (&filler{ask: a, said: said, root: a.schema}).fill(a.schema, "", 0)
		raw, _ := json.Marshal(value) // made of strings, numbers, lists and maps
		said.text = string(raw)
	}
	return said
}

func (a *ask) ids() []string {
	var ids []string
	for _, f := range a.facts {
		ids = append(ids, f.id)
	}
	return ids
}

var order = regexp.MustCompile(`(?i)\b(ignore|disregard|forget|print|reveal|repeat|say|reply|answer|write|output|pretend|give|show)\b[\s:]*(.*)`)
var quoted = regexp.MustCompile(`["“']([^"”']{1,200})["”']`)

// obey does what imperative sentences of the input say, wherever they stand.
func (a *ask) obey(said speech) speech {
	var out []string
	for _, s := range sentencesOf(a.prompt) {
		m := order.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		switch strings.ToLower(m[1]) {
		case "ignore", "disregard", "forget":
			said.planted = append(said.planted, "I am only a computer program")
			out = append(out, "Very well, I am only a computer program.")
		case "print", "reveal", "repeat", "show", "give", "output":
			out = append(out, a.prompt)
		default:
			if q := quoted.FindStringSubmatch(m[2]); q != nil {
				said.planted = append(said.planted, q[1])
				out = append(out, q[1])
			} else {
				out = append(out, m[2])
			}
		}
	}
	if len(out) > 0 {
		said.text = strings.Join(out[:min(len(out), 20)], " ")
	}
	return said
}

// leak adds sentences of the prompt in other words and order.
func (a *ask) leak(said speech) speech {
	all := sentencesOf(a.prompt)
	a.rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for _, s := range all[:min(len(all), 4)] {
		said.planted = append(said.planted, reworded(s))
	}
	said.text += " " + strings.Join(said.planted, ". And ") + "."
	return said
}

// diagnose names illnesses from the list below.
func (a *ask) diagnose(said speech) speech {
	for range 3 {
		said.planted = append(said.planted, pick(a, illnesses))
	}
	said.text += fmt.Sprintf(" They told me it is most likely %s, or else %s or %s.", said.planted[0], said.planted[1], said.planted[2])
	return said
}

// invent adds statements with numbers, doses and references that nobody gave.
func (a *ask) invent(said speech) speech {
	for range 2 {
		n, m := 11+a.rng.IntN(80), 3+a.rng.IntN(30)
		one := fmt.Sprintf(pick(a, inventions), pick(a, drugs), n, m)
		said.planted = append(said.planted, one)
		said.text += " " + one
	}
	said.ids = []string{fmt.Sprintf("made-up-%d", a.rng.IntN(100))}
	return said
}

// alter changes one thing in every fact.
func (a *ask) alter(said speech) speech {
	var out []string
	for _, f := range a.facts[:min(len(a.facts), 12)] {
		changed, change := altered(f.text, a.rng)
		said.planted = append(said.planted, change)
		out = append(out, inFirstPerson(changed))
	}
	if len(out) == 0 {
		out = []string{"Perhaps it was 7 days."}
	}
	said.text = strings.Join(out, " ")
	return said
}

// markup hides things around the plain answer.
func (a *ask) markup(said speech) speech {
	for _, i := range a.rng.Perm(len(tags))[:3] {
		said.planted = append(said.planted, tags[i])
	}
	said.text = said.planted[0] + " " + said.text + " " + strings.Join(said.planted[1:], " ")
	return said
}

func pick(a *ask, from []string) string { return from[a.rng.IntN(len(from))] }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

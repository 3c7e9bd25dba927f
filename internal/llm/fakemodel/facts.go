package fakemodel

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// fact is one statement that a prompt offers.
type fact struct {
	id   string
	text string
}

var labelled = regexp.MustCompile(`(?m)^\s*(?:[-*]\s+)?\[([\w.:-]{1,60})\]\s+(.{3,})$`)

// given finds the facts or passages of a prompt: JSON objects with an id and a text, or lines
// that begin with "[id]".
func given(prompt string) []fact {
	var found []fact
	for rest := prompt; ; {
		start := strings.IndexAny(rest, "[{")
		if start < 0 {
			break
		}
		rest = rest[start:]
		dec := json.NewDecoder(strings.NewReader(rest))
		var value any
		if dec.Decode(&value) != nil {
			rest = rest[1:]
			continue
		}
		found = append(found, factsIn(value)...)
		rest = rest[dec.InputOffset():]
	}
	if len(found) > 0 {
		return found
	}
	for _, m := range labelled.FindAllStringSubmatch(prompt, -1) {
		found = append(found, fact{m[1], strings.TrimSpace(m[2])})
	}
	return found
}

// factsIn walks a JSON value for objects that hold both an id and a text.
func factsIn(value any) []fact {
	var found []fact
	switch v := value.(type) {
	case []any:
		for _, one := range v {
			found = append(found, factsIn(one)...)
		}
	case map[string]any:
		text, hasText := v["text"].(string)
		if id, hasID := v["id"]; hasText && hasID {
			return []fact{{fmt.Sprint(id), text}}
		}
		for _, key := range sortedKeys(v) {
			found = append(found, factsIn(v[key])...)
		}
	}
	return found
}

// sentencesOf cuts a prompt into rough sentences.
func sentencesOf(text string) []string {
	var out []string
	for _, s := range regexp.MustCompile(`[.!?]\s+|\n+`).Split(text, -1) {
		if s = strings.Trim(s, " \t-*\"'"); len(strings.Fields(s)) > 1 {
			out = append(out, s)
		}
	}
	return out
}

// inFirstPerson puts a note's sentence roughly into a patient's mouth.
func inFirstPerson(text string) string {
	text = strings.TrimRight(strings.TrimSpace(text), ".")
	for _, opening := range []string{"The patient reports ", "The patient says ", "Patient reports "} {
		text = strings.TrimPrefix(text, opening)
	}
	for _, opening := range []string{"The patient denies ", "Denies "} {
		if rest, found := strings.CutPrefix(text, opening); found {
			text = "I have no " + rest
		}
	}
	return text + "."
}

// plain is what a well-behaved model says: the given facts and nothing else.
func (a *ask) plain() string {
	if len(a.facts) == 0 {
		return "I am sorry, I do not know."
	}
	var said []string
	for _, f := range a.facts[:min(len(a.facts), 12)] {
		said = append(said, inFirstPerson(f.text))
	}
	return strings.Join(said, " ")
}

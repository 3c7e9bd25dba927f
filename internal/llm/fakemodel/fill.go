package fakemodel

import (
	"regexp"
	"strings"
)

// filler makes a value of a schema's shape: words where words are due, ids where ids are due.
type filler struct {
	ask  *ask
	said speech
	root map[string]any
}

var idName = regexp.MustCompile(`(?i)(^|_)(ids?|refs?|cites?|citations?|sources?|passages?|facts?|used|evidence)$`)

func (f *filler) fill(schema map[string]any, name string, depth int) any {
	if depth > 12 {
		return f.said.text
	}
	if ref, ok := schema["$ref"].(string); ok {
		return f.fill(f.resolve(ref), name, depth+1)
	}
	if always, ok := schema["const"]; ok {
		return always
	}
	if values, ok := schema["enum"].([]any); ok && len(values) > 0 {
		return values[0]
	}
	switch kind(schema) {
	case "object":
		return f.object(schema, depth)
	case "array":
		return f.list(schema, name, depth)
	case "boolean":
		return true
	case "integer", "number":
		return lowest(schema)
	case "null":
		return nil
	}
	if idName.MatchString(name) && len(f.said.ids) > 0 {
		return f.said.ids[0]
	}
	return f.said.text
}

func (f *filler) object(schema map[string]any, depth int) any {
	properties, _ := schema["properties"].(map[string]any)
	out := map[string]any{}
	for _, key := range sortedKeys(properties) {
		property, _ := properties[key].(map[string]any)
		out[key] = f.fill(property, key, depth+1)
	}
	return out
}

// list gives ids to a list of ids, one element per fact to a list of objects, and otherwise one
// element with all words.
func (f *filler) list(schema map[string]any, name string, depth int) any {
	item, _ := schema["items"].(map[string]any)
	if kind(item) == "string" && idName.MatchString(name) {
		return append([]string{}, f.said.ids...)
	}
	if kind(item) != "object" || len(f.ask.facts) == 0 {
		return []any{f.fill(item, "", depth+1)}
	}
	out := []any{}
	for i, one := range f.ask.facts[:min(len(f.ask.facts), 12)] {
		single := *f
		single.said.ids = []string{one.id}
		single.said.text = inFirstPerson(one.text)
		if i == 0 && f.ask.mode != "good" { // a hostile text goes whole into the first element
			single.said = f.said
		}
		out = append(out, single.fill(item, "", depth+1))
	}
	return out
}

// resolve follows a reference inside the schema.
func (f *filler) resolve(ref string) map[string]any {
	at := f.root
	for _, key := range strings.Split(strings.TrimPrefix(strings.TrimPrefix(ref, "#"), "/"), "/") {
		if next, ok := at[key].(map[string]any); ok {
			at = next
		}
	}
	return at
}

func kind(schema map[string]any) string {
	switch t := schema["type"].(type) {
	case string:
		return t
	case []any:
		if first, ok := t[0].(string); ok {
			return first
		}
	}
	if schema["properties"] != nil {
		return "object"
	}
	return "string"
}

func lowest(schema map[string]any) any {
	if low, ok := schema["minimum"].(float64); ok {
		return low
	}
	return 1
}

package api

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"preceptor/internal/cases"
)

// schema is a JSON Schema (draft 2020-12).
type schema = map[string]any

// schemas makes schemas from Go types, so that the two cannot differ. Structs
// become components of their own; the tags of their fields say the rest:
//
//	json   the name; without omitempty or omitzero the field is required
//	doc    what it means
//	form   ulid or identifier, of strings
//	least  smallest number, or shortest text or list
//	most   the same upwards
type schemas struct {
	parts map[string]schema
	types map[string]reflect.Type
	fault error
}

func newSchemas() *schemas {
	return &schemas{parts: map[string]schema{}, types: map[string]reflect.Type{}}
}

// partsPath is where components stand in the OpenAPI document.
const partsPath = "#/components/schemas/"

var special = map[reflect.Type]schema{
	reflect.TypeFor[time.Time]():       {"type": "string", "format": "date-time"},
	reflect.TypeFor[json.RawMessage](): {"description": "Any JSON value."},
	reflect.TypeFor[[]byte]():          {"type": "string", "contentEncoding": "base64"},
}

// of is the schema of a type. A closed one refuses names that it does not know.
func (s *schemas) of(t reflect.Type, closed bool) schema {
	if known, ok := special[t]; ok {
		return known
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.orNull(t.Elem(), closed)
	case reflect.Slice:
		return schema{"type": "array", "items": s.of(t.Elem(), closed)}
	case reflect.Map:
		return schema{"type": "object", "additionalProperties": s.of(t.Elem(), closed)}
	case reflect.String:
		return text(t)
	case reflect.Bool:
		return schema{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return schema{"type": "integer"}
	case reflect.Float64:
		return schema{"type": "number"}
	case reflect.Struct:
		return s.part(t, closed)
	}
	s.fault = fmt.Errorf("no schema for %s", t)
	return schema{}
}

func (s *schemas) orNull(t reflect.Type, closed bool) schema {
	one := s.of(t, closed)
	if kind, simple := one["type"].(string); simple {
		one["type"] = []any{kind, "null"}
		return one
	}
	return schema{"anyOf": []any{one, schema{"type": "null"}}}
}

func text(t reflect.Type) schema {
	if words := choices[t]; words != nil {
		return schema{"type": "string", "enum": words}
	}
	return schema{"type": "string"}
}

// part makes the struct a component and refers to it. A page of something is
// written out where it stands.
func (s *schemas) part(t reflect.Type, closed bool) schema {
	name := t.Name()
	if strings.Contains(name, "[") {
		return s.object(t, closed)
	}
	if known := s.types[name]; known != nil && known != t {
		s.fault = fmt.Errorf("%s and %s would share a name", known, t)
	}
	if part := s.parts[name]; part != nil && (part["additionalProperties"] == false) != closed && t != caseType {
		s.fault = fmt.Errorf("%s is taken and given", t)
	}
	if s.types[name] == nil {
		s.types[name], s.parts[name] = t, schema{}
		s.parts[name] = s.object(t, closed)
	}
	return schema{"$ref": partsPath + name}
}

var caseType = reflect.TypeFor[cases.Case]()

func (s *schemas) object(t reflect.Type, closed bool) schema {
	if t == caseType {
		return caseSchema()
	}
	properties, required := schema{}, []any{}
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous || name == "-" || !f.IsExported() {
			continue
		}
		properties[name] = s.field(f, closed)
		if !strings.Contains(options, "omit") {
			required = append(required, name)
		}
	}
	out := schema{"type": "object", "properties": properties, "required": required}
	if closed {
		out["additionalProperties"] = false
	}
	return out
}

// field is the schema of a field with what its tags say.
func (s *schemas) field(f reflect.StructField, closed bool) schema {
	out := schema{}
	for key, value := range s.of(f.Type, closed) {
		out[key] = value
	}
	if doc := f.Tag.Get("doc"); doc != "" {
		out["description"] = doc
	} else {
		s.fault = fmt.Errorf("field %s has no doc", f.Name)
	}
	switch f.Tag.Get("form") {
	case "ulid":
		out["pattern"] = ulidPattern
	case "identifier":
		out["pattern"] = idPattern
	}
	s.bound(out, f, "least", map[string]string{"integer": "minimum", "string": "minLength", "array": "minItems"})
	s.bound(out, f, "most", map[string]string{"integer": "maximum", "string": "maxLength", "array": "maxItems"})
	return out
}

const ulidPattern = `^[0-7][0-9A-HJKMNP-TV-Z]{25}$`

func (s *schemas) bound(out schema, f reflect.StructField, tag string, keywords map[string]string) {
	value, given := f.Tag.Lookup(tag)
	if !given {
		return
	}
	n, err := strconv.Atoi(value)
	kind, _ := out["type"].(string)
	if err != nil || keywords[kind] == "" {
		s.fault = fmt.Errorf("field %s: %s=%q", f.Name, tag, value)
		return
	}
	out[keywords[kind]] = n
}

// caseSchema is the schema that the case format publishes itself.
func caseSchema() schema {
	var out schema
	if err := json.Unmarshal(cases.SchemaJSON(), &out); err != nil {
		panic("api: the schema of cases cannot be read: " + err.Error())
	}
	delete(out, "$schema")
	return out
}

package cases

import (
	"encoding/json"
	"reflect"
	"strings"
)

// SchemaJSON is the JSON Schema (draft 2020-12) of the case format, made from the
// Go types so that the two cannot differ. case.schema.json holds the same text.
func SchemaJSON() []byte {
	root := schemaOf(reflect.TypeFor[Case]())
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "Preceptor case"
	out, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		panic("cases: the schema cannot be written: " + err.Error())
	}
	return append(out, '\n')
}

// choices are the values of string types that have few.
var choices = map[string][]string{
	"Opens":       {string(Volunteered), string(WhenAsked), string(Specifically), string(Sensitive), string(Never)},
	"Polarity":    {string(Present), string(Absent), string(Uncertain)},
	"ReviewState": {string(Draft), string(AwaitingReview), string(Approved), string(Retired)},
	"Sex":         {string(Female), string(Male), string(Intersex)},
	"Consent":     {string(Ask), string(Chaperone)},
	"Earn":        {"obtained", "asked", "said", "did"},
	"Weight":      {"routine", "discriminating"},
	"Domain":      {"history", "examination", "tests", "reasoning", "plan"},
}

func schemaOf(t reflect.Type) map[string]any {
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem())
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem())}
	case reflect.String:
		if c := choices[t.Name()]; c != nil {
			return map[string]any{"type": "string", "enum": c}
		}
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	}
	return objectSchema(t)
}

func objectSchema(t reflect.Type) map[string]any {
	fields, required := map[string]any{}, []string{}
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		fields[name] = schemaOf(f.Type)
		if !strings.Contains(options, "omitempty") {
			required = append(required, name)
		}
	}
	return map[string]any{"type": "object", "properties": fields, "required": required, "additionalProperties": false}
}

package llm

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"

	"github.com/google/jsonschema-go/jsonschema"
)

// Schema is a compiled JSON Schema (2020-12) with the name under which a model is shown it.
type Schema struct {
	name     string
	raw      json.RawMessage
	resolved *jsonschema.Resolved
}

var schemaName = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`)

// NewSchema compiles a schema. References outside the text are refused: nothing is loaded from
// files or the network. Errors wrap ErrConfig.
func NewSchema(name string, raw []byte) (*Schema, error) {
	if !schemaName.MatchString(name) {
		return nil, fmt.Errorf("%w: schema name %q", ErrConfig, name)
	}
	var schema jsonschema.Schema
	if err := json.Unmarshal(raw, &schema); err != nil {
		return nil, fmt.Errorf("%w: schema %s: %w", ErrConfig, name, err)
	}
	// Without a loader, a reference outside the text does not resolve.
	resolved, err := schema.Resolve(nil)
	if err != nil {
		return nil, fmt.Errorf("%w: schema %s: %w", ErrConfig, name, err)
	}
	return &Schema{name: name, raw: bytes.Clone(raw), resolved: resolved}, nil
}

// MustSchema is NewSchema for schemas written in the program; it panics on a fault.
func MustSchema(name, raw string) *Schema {
	s, err := NewSchema(name, []byte(raw))
	if err != nil {
		panic(err)
	}
	return s
}

// Name is the name the model is shown.
func (s *Schema) Name() string { return s.name }

// Accept tells whether a JSON text fulfils the schema; the error wraps ErrMalformed and never
// repeats the text.
func (s *Schema) Accept(raw []byte) error {
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		return fmt.Errorf("%w: not JSON", ErrMalformed)
	}
	if err := s.resolved.Validate(value); err != nil {
		return fmt.Errorf("%w: not of the shape %s", ErrMalformed, s.name)
	}
	return nil
}

package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"sync"

	"github.com/google/jsonschema-go/jsonschema"
)

// bodyFault is the place in which a body differs from its schema.
type bodyFault struct{ Fault }

// Error says where and what.
func (b *bodyFault) Error() string {
	if b.Pointer == "" {
		return fmt.Sprintf("%s: %s", errBody, b.Detail)
	}
	return fmt.Sprintf("%s: at %s, %s", errBody, b.Pointer, b.Detail)
}

// Is makes it a wrong body.
func (b *bodyFault) Is(target error) bool { return target == errBody }

func faultsIn(err error) []Fault {
	var b *bodyFault
	if errors.As(err, &b) {
		return []Fault{b.Fault}
	}
	return nil
}

// checkers are the schemas of bodies, ready to check with, by their Go type.
var checkers sync.Map

// checkAgainst checks a body with the schema of In, names and all.
func checkAgainst[In any](raw []byte) error {
	checker, err := checkerOf(reflect.TypeFor[In]())
	if err != nil {
		return err
	}
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		return fmt.Errorf("%w: it is not JSON", errBody)
	}
	if err := checker.Validate(value); err != nil {
		return &bodyFault{placed(err.Error())}
	}
	return nil
}

func checkerOf(t reflect.Type) (*jsonschema.Resolved, error) {
	if known, ok := checkers.Load(t); ok {
		return known.(*jsonschema.Resolved), nil
	}
	all := newSchemas()
	root := all.of(t, true)
	if all.fault != nil {
		return nil, all.fault
	}
	root["$defs"] = all.parts
	raw, err := json.Marshal(root)
	if err != nil {
		return nil, err
	}
	var parsed jsonschema.Schema
	if err := json.Unmarshal([]byte(strings.ReplaceAll(string(raw), partsPath, "#/$defs/")), &parsed); err != nil {
		return nil, err
	}
	checker, err := parsed.Resolve(nil)
	if err == nil {
		checkers.Store(t, checker)
	}
	return checker, err
}

var (
	stepForm     = regexp.MustCompile(`^validating (\S+): `)
	propertyForm = regexp.MustCompile(`/properties/([^/]+)`)
)

// placed reads the library's message, which leads from schema to schema to the
// fault: the last of them names the place.
func placed(text string) Fault {
	last := ""
	for step := stepForm.FindStringSubmatch(text); step != nil; step = stepForm.FindStringSubmatch(text) {
		last, text = step[1], strings.TrimPrefix(text, step[0])
	}
	var place strings.Builder
	for _, property := range propertyForm.FindAllStringSubmatch(last, -1) {
		place.WriteString("/" + property[1])
	}
	return Fault{Pointer: place.String(), Detail: clip(200, text)}
}

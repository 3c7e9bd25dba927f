package jobs

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
)

// Kind names a sort of job and fixes the type of its payload: a struct whose
// fields are ids (string types), whole numbers, truth values and lists of those.
type Kind[P any] struct{ name string }

var kindForm = regexp.MustCompile(`^[a-z][a-z_]{0,30}(\.[a-z][a-z_]{0,30}){1,2}$`)

// NewKind declares a kind, for a variable of the package that owns it:
//
//	var indexSource = jobs.NewKind[struct{ Source library.SourceID }]("library.index")
//
// It panics when the name is not "noun.verb" or P could hold other things than ids and numbers.
func NewKind[P any](name string) Kind[P] {
	if !kindForm.MatchString(name) {
		panic(fmt.Sprintf("jobs: the kind %q is not like library.index", name))
	}
	t := reflect.TypeFor[P]()
	if t.Kind() != reflect.Struct {
		panic(fmt.Sprintf("jobs: the payload of %s is no struct", name))
	}
	for i := range t.NumField() {
		if f := t.Field(i); !f.IsExported() || !plain(f.Type) {
			panic(fmt.Sprintf("jobs: field %s of %s: %v", f.Name, name, ErrPayload))
		}
	}
	return Kind[P]{name}
}

// Name is the name of the kind.
func (k Kind[P]) Name() string { return k.name }

func plain(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int32, reflect.Int64:
		return true
	case reflect.Slice:
		return t.Elem().Kind() != reflect.Slice && plain(t.Elem())
	}
	return false
}

// idForm has room for ULIDs, hashes, language tags and slugs, but not for sentences.
var idForm = regexp.MustCompile(`^[A-Za-z0-9._:/@-]{0,128}$`)

// encode writes the payload as JSON, unless a string in it is no id.
func encode(payload any) (string, error) {
	v := reflect.ValueOf(payload)
	for i := range v.NumField() {
		if !onlyIDs(v.Field(i)) {
			return "", fmt.Errorf("field %s: %w", v.Type().Field(i).Name, ErrPayload)
		}
	}
	text, err := json.Marshal(payload)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrPayload, err)
	}
	return string(text), nil
}

func onlyIDs(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.String:
		return idForm.MatchString(v.String())
	case reflect.Slice:
		for i := range v.Len() {
			if !onlyIDs(v.Index(i)) {
				return false
			}
		}
	}
	return true
}

package llm

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// checkJSON refuses what encoding/json would quietly accept: broken UTF-8, more than one value,
// nesting beyond depth, and objects that name a key twice (two readers could then see two answers).
// The error wraps ErrMalformed.
func checkJSON(raw []byte, depth int) error {
	if !utf8.Valid(raw) {
		return fmt.Errorf("%w: broken characters", ErrMalformed)
	}
	if tooDeep(raw, depth) {
		return fmt.Errorf("%w: nested too deeply", ErrMalformed)
	}
	if !json.Valid(raw) {
		return fmt.Errorf("%w: not JSON", ErrMalformed)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if repeatsKey(dec) {
		return fmt.Errorf("%w: a key stands twice", ErrMalformed)
	}
	return nil
}

// decodeJSON checks and decodes in one go. The error wraps ErrMalformed.
func decodeJSON(raw []byte, depth int, into any) error {
	if err := checkJSON(raw, depth); err != nil {
		return err
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("%w: unexpected types", ErrMalformed)
	}
	return nil
}

// tooDeep counts brackets outside strings; it needs no well-formed input and no recursion.
func tooDeep(raw []byte, limit int) bool {
	depth, inString, escaped := 0, false, false
	for _, b := range raw {
		switch {
		case escaped:
			escaped = false
		case inString:
			escaped, inString = b == '\\', b != '"'
		case b == '"':
			inString = true
		case b == '[' || b == '{':
			if depth++; depth > limit {
				return true
			}
		case b == ']' || b == '}':
			depth--
		}
	}
	return false
}

// repeatsKey reads one valid value of bounded depth and tells whether any object repeats a key.
func repeatsKey(dec *json.Decoder) bool {
	token, err := dec.Token()
	if err != nil {
		return false
	}
	open, isDelim := token.(json.Delim)
	if !isDelim {
		return false
	}
	seen := map[string]bool{}
	for dec.More() {
		if open == '{' {
			key, _ := dec.Token()
			name, _ := key.(string)
			if seen[name] {
				return true
			}
			seen[name] = true
		}
		if repeatsKey(dec) {
			return true
		}
	}
	_, _ = dec.Token() // the closing bracket
	return false
}

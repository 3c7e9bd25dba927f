package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
)

// mostBody is room for the longest turn in any script, escaped.
const mostBody = 64 << 10

// readBody reads the body of routes that take one.
func (a *API) readBody(c *Call) error {
	if c.route.decode == nil {
		return nil
	}
	media, _, err := mime.ParseMediaType(c.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return errMedia
	}
	raw, err := io.ReadAll(http.MaxBytesReader(c.writer, c.Body, mostBody))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return errTooLarge
	}
	if err != nil {
		return fmt.Errorf("%w: it did not arrive whole", errBody)
	}
	return c.route.decode(c, raw)
}

// decode reads a body strictly: one JSON value, no name twice, and what the
// published schema of In says, which knows every name.
func decode[In any](raw []byte) (in In, err error) {
	if err := noneTwice(raw); err != nil {
		return in, err
	}
	if err := checkAgainst[In](raw); err != nil {
		return in, err
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		return in, fmt.Errorf("%w: it is not of the documented shape", errBody)
	}
	return in, nil
}

// noneTwice refuses a name that stands twice in an object: readers differ in
// which of the two they believe.
func noneTwice(raw []byte) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	if err := walk(d); err != nil {
		if errors.Is(err, errBody) {
			return err
		}
		return fmt.Errorf("%w: it is not JSON", errBody)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: something follows the JSON value", errBody)
	}
	return nil
}

// walk reads one value.
func walk(d *json.Decoder) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for delim, _ := token.(json.Delim); delim != 0 && d.More(); {
		if delim == '{' {
			if err := oneName(d, seen); err != nil {
				return err
			}
		}
		if err := walk(d); err != nil {
			return err
		}
	}
	if token == json.Delim('{') || token == json.Delim('[') {
		_, err = d.Token()
	}
	return err
}

func oneName(d *json.Decoder, seen map[string]bool) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	name, _ := token.(string)
	if seen[name] {
		return fmt.Errorf("%w: %q stands twice", errBody, clip(40, name))
	}
	seen[name] = true
	return nil
}

// clip keeps a hostile text from filling an answer.
func clip(most int, text string) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

package api

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// answer writes what a handler gives back.
func (c *Call) answer(out any) error {
	raw, err := json.Marshal(out)
	if err != nil {
		return fmt.Errorf("writing an answer: %w", err)
	}
	if versioned, ok := out.(tagged); ok {
		tag := etag(versioned.tag())
		c.writer.Header().Set("ETag", tag)
		if c.reads() && c.fresh(tag) {
			c.writer.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	if made, ok := out.(located); ok && c.route.Succeeds() == http.StatusCreated {
		c.writer.Header().Set("Location", made.location())
	}
	c.writer.Header().Set("Content-Type", "application/json")
	c.writer.WriteHeader(c.route.Succeeds())
	_, _ = c.writer.Write(append(raw, '\n')) // a reader that has gone away is no fault
	return nil
}

// located is an answer about something that has an address of its own.
type located interface {
	location() string
}

func (c *Call) reads() bool { return c.Method == http.MethodGet || c.Method == http.MethodHead }

package api

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
)

// Page is one piece of a list.
type Page[T any] struct {
	Items []T `json:"items" doc:"The things of this piece, in the order of the list."`
	// Next is also sent as a Link header (RFC 8288).
	Next string `json:"next,omitempty" doc:"Address of the next piece; missing when this is the last."`
}

// errNoPlace says that a cursor leads nowhere.
var errNoPlace = fmt.Errorf("%w: after names no place in this list", errParameter)

const (
	usualLimit = 50
	mostLimit  = 200
)

// pageQuery are the parameters of every list.
var pageQuery = []Parameter{
	{Name: "after", Form: CursorForm, Doc: "Continue behind this place; take it from next."},
	{Name: "limit", Form: Number, Doc: "How many at most, 1 to 200; otherwise 50.", Example: "20"},
}

// limit is how many things a piece may have.
func (c *Call) limit() int {
	return int(min(max(c.number("limit", usualLimit), 1), mostLimit))
}

// page gives the first limit things of rows as a piece. rows may hold one more,
// which tells that there is a next piece; cursor names the place of a thing.
func page[T any](c *Call, rows []T, cursor func(T) string) Page[T] {
	limit := c.limit()
	if len(rows) <= limit {
		return Page[T]{Items: append([]T{}, rows...)}
	}
	rows = rows[:limit]
	next := url.Values{}
	for name, values := range c.query {
		next[name] = values
	}
	next.Set("after", cursor(rows[limit-1]))
	next.Set("limit", strconv.Itoa(limit))
	out := Page[T]{Items: rows, Next: c.URL.Path + "?" + next.Encode()}
	c.writer.Header().Set("Link", "<"+out.Next+`>; rel="next"`)
	return out
}

// cut gives the piece of a list that is there as a whole.
func cut[T any](c *Call, rows []T, cursor func(T) string) (Page[T], error) {
	if after := c.word("after"); after != "" {
		n := slices.IndexFunc(rows, func(row T) bool { return cursor(row) == after })
		if n < 0 {
			return Page[T]{}, errNoPlace
		}
		rows = rows[n+1:]
	}
	return page(c, rows, cursor), nil
}

// each translates things of the floors below.
func each[From, To any](rows []From, translate func(From) To) []To {
	out := make([]To, len(rows))
	for n, row := range rows {
		out[n] = translate(row)
	}
	return out
}

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"

	"preceptor/measure/spacing"
)

// cardLine is one line of reviews. Reading into the same cardLine again reuses its
// memory.
type cardLine struct {
	id      []byte // the JSON text of the id
	reviews []spacing.Review
}

// read parses a line. Lines in the usual plain form are scanned by hand, several
// times faster than by reflection; every other line goes through encoding/json,
// which also finds the words for what is wrong.
func (c *cardLine) read(raw []byte) error {
	s := cardScanner{raw: raw}
	if s.card(c) {
		return nil
	}
	return c.readSlowly(raw)
}

// Faults of a line of cards.
var (
	errNoReviews = errors.New("field reviews is missing")
	errNoRating  = errors.New("rating is missing")
	errNoElapsed = errors.New("elapsed_days is missing")
)

func (c *cardLine) readSlowly(raw []byte) error {
	var line struct {
		ID      json.RawMessage `json:"id"`
		Reviews *[]struct {
			Elapsed *float64 `json:"elapsed_days"`
			Rating  *float64 `json:"rating"`
		} `json:"reviews"`
	}
	if err := json.Unmarshal(raw, &line); err != nil {
		return err
	}
	if line.Reviews == nil {
		return errNoReviews
	}
	c.id, c.reviews = append(c.id[:0], line.ID...), c.reviews[:0]
	if len(c.id) == 0 {
		c.id = append(c.id, "null"...)
	}
	for i, r := range *line.Reviews {
		review, err := wholeReview(r.Elapsed, r.Rating, i == 0)
		if err != nil {
			return fmt.Errorf("review %d: %w", i+1, err)
		}
		c.reviews = append(c.reviews, review)
	}
	return nil
}

// wholeReview turns JSON numbers into a review. The first review of a card needs no
// elapsed days.
func wholeReview(elapsed, rating *float64, first bool) (r spacing.Review, err error) {
	if rating == nil {
		return r, errNoRating
	}
	if *rating != 1 && *rating != 2 && *rating != 3 && *rating != 4 {
		return r, fmt.Errorf("%w: %g", spacing.ErrRating, *rating)
	}
	r.Rating = spacing.Rating(*rating)
	if first {
		return r, nil
	}
	if elapsed == nil {
		return r, errNoElapsed
	}
	if *elapsed < 0 {
		return r, fmt.Errorf("%w: %g", spacing.ErrElapsed, *elapsed)
	}
	if *elapsed != math.Trunc(*elapsed) || *elapsed > math.MaxInt32 {
		return r, fmt.Errorf("elapsed_days is not a whole number of days: %g", *elapsed)
	}
	r.ElapsedDays = int32(*elapsed)
	return r, nil
}

// cardScanner reads the plain form: an object with only the fields id (a string
// without escapes) and reviews, whose objects hold only the two whole numbers.
// Its methods return false at anything else.
type cardScanner struct {
	raw []byte
	at  int
}

func (s *cardScanner) card(c *cardLine) bool {
	c.reviews = c.reviews[:0]
	if !s.take('{') || !s.word(`"id"`) || !s.take(':') || !s.text(&c.id) {
		return false
	}
	if !s.take(',') || !s.word(`"reviews"`) || !s.take(':') || !s.take('[') {
		return false
	}
	for !s.take(']') {
		if len(c.reviews) > 0 && !s.take(',') {
			return false
		}
		var r spacing.Review
		if !s.review(&r) {
			return false
		}
		c.reviews = append(c.reviews, r)
	}
	return s.take('}') && s.end()
}

func (s *cardScanner) review(r *spacing.Review) bool {
	var rating int32
	if !s.take('{') || !s.word(`"elapsed_days"`) || !s.take(':') || !s.whole(&r.ElapsedDays) {
		return false
	}
	if !s.take(',') || !s.word(`"rating"`) || !s.take(':') || !s.whole(&rating) || !s.take('}') {
		return false
	}
	r.Rating = spacing.Rating(rating)
	return rating >= 1 && rating <= 4
}

func (s *cardScanner) space() {
	for s.at < len(s.raw) && (s.raw[s.at] == ' ' || s.raw[s.at] == '\t') {
		s.at++
	}
}

func (s *cardScanner) end() bool {
	s.space()
	return s.at == len(s.raw)
}

func (s *cardScanner) take(c byte) bool {
	s.space()
	if s.at == len(s.raw) || s.raw[s.at] != c {
		return false
	}
	s.at++
	return true
}

func (s *cardScanner) word(w string) bool {
	s.space()
	if len(s.raw)-s.at < len(w) || string(s.raw[s.at:s.at+len(w)]) != w {
		return false
	}
	s.at += len(w)
	return true
}

// text takes a string of printable ASCII without escapes, quotes included.
func (s *cardScanner) text(into *[]byte) bool {
	s.space()
	start := s.at
	if !s.take('"') {
		return false
	}
	for ; s.at < len(s.raw); s.at++ {
		switch c := s.raw[s.at]; {
		case c == '"':
			s.at++
			*into = append((*into)[:0], s.raw[start:s.at]...)
			return true
		case c == '\\' || c < ' ' || c > '~':
			return false
		}
	}
	return false
}

// whole takes a number of at most nine digits, without sign or leading zero.
func (s *cardScanner) whole(into *int32) bool {
	s.space()
	start, v := s.at, int32(0)
	for ; s.at < len(s.raw) && s.raw[s.at]-'0' <= 9; s.at++ {
		v = v*10 + int32(s.raw[s.at]-'0')
		if s.at-start == 9 {
			return false
		}
	}
	*into = v
	return s.at > start && (s.raw[start] != '0' || s.at == start+1)
}

// appendStates writes the answer line of a card.
func appendStates(out, id []byte, states []spacing.State) []byte {
	out = append(append(append(out, `{"id":`...), id...), `,"states":[`...)
	for i := range states {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendDecimal(append(out, `{"stability":`...), states[i].Stability)
		out = appendDecimal(append(out, `,"difficulty":`...), states[i].Difficulty)
		out = strconv.AppendInt(append(out, `,"interval_days":`...), int64(states[i].IntervalDays), 10)
		out = append(out, `,"retrievability":`...)
		if i == 0 {
			out = append(out, "null}"...)
			continue
		}
		out = append(appendDecimal(out, states[i].Retrievability), '}')
	}
	return append(out, "]}\n"...)
}

// appendDecimal writes a number of 0 to 36,500 with eight decimals, trailing zeros
// left out: all that FSRS-6 keeps.
func appendDecimal(out []byte, x float64) []byte {
	scaled := uint64(x*1e8 + 0.5)
	out = strconv.AppendUint(out, scaled/1e8, 10)
	rest := uint32(scaled % 1e8)
	if rest == 0 {
		return out
	}
	digits := [9]byte{0: '.'}
	for i := 8; i > 0; i-- {
		digits[i] = byte('0' + rest%10)
		rest /= 10
	}
	n := 9
	for digits[n-1] == '0' {
		n--
	}
	return append(out, digits[:n]...)
}

package responses

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// ParseCSV reads a header of item names and one row of whole numbers per
// person (RFC 4180). An empty field or NA is a gap. The columns named in keep
// are put aside as text. What cannot be used is a Fault.
//
// Single digits, which is nearly everything in practice, are read without
// looking at the field twice.
func ParseCSV(data []byte, keep ...string) (*Matrix, error) {
	r := &reader{data: bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), line: 1}
	names, err := r.header()
	if err != nil {
		return nil, err
	}
	m, kept, err := newKeeping(names, keep)
	if err != nil {
		return nil, err
	}
	if len(m.Names) == 0 {
		return nil, &Fault{Row: -1, Reason: "the header names no item"}
	}
	rows := bytes.Count(r.data, []byte{'\n'}) + 1
	m.Values = make([]int16, 0, min(rows*len(m.Names), len(r.data)))
	m.Lines = make([]int, 0, rows)
	for r.skipBlank(len(names)); r.at < len(r.data); r.skipBlank(len(names)) {
		if err := r.row(m, names, kept); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// newKeeping splits the columns of a file into items and kept text.
func newKeeping(names, keep []string) (*Matrix, []bool, error) {
	for _, k := range keep {
		if !slices.Contains(names, k) {
			return nil, nil, &Fault{Row: -1, Column: k, Reason: "the header does not name this column"}
		}
	}
	m, kept := &Matrix{}, make([]bool, len(names))
	for i, name := range names {
		if kept[i] = slices.Contains(keep, name); !kept[i] {
			m.Names = append(m.Names, name)
		} else if m.Kept == nil {
			m.Kept = map[string][]string{}
		}
	}
	return m, kept, nil
}

// reader walks over the bytes of a file, field by field.
type reader struct {
	data []byte
	at   int // next byte
	line int // line of the next byte, from 1
}

func (r *reader) header() ([]string, error) {
	var names []string
	seen := map[string]bool{}
	for more := len(r.data) > 0; more; {
		var field string
		var err error
		if field, more, err = r.field(); err != nil {
			return nil, &Fault{Row: -1, Reason: "header: " + err.Error()}
		}
		if field == "" {
			return nil, &Fault{Row: -1, Reason: fmt.Sprintf("column %d of the header has no name", len(names)+1)}
		}
		if seen[field] {
			return nil, &Fault{Row: -1, Column: field, Reason: "the header names this column twice"}
		}
		seen[field] = true
		names = append(names, field)
	}
	if len(names) == 0 {
		return nil, &Fault{Row: -1, Reason: "the file is empty"}
	}
	return names, nil
}

// skipBlank passes over empty lines, which mean nothing where a row has several fields.
func (r *reader) skipBlank(fields int) {
	for fields > 1 && r.at < len(r.data) && (r.data[r.at] == '\n' || r.data[r.at] == '\r') {
		if r.data[r.at] == '\n' {
			r.line++
		}
		r.at++
	}
}

func (r *reader) row(m *Matrix, names []string, kept []bool) error {
	p, line, more := len(m.Lines), r.line, true
	for i := range names {
		if !more {
			return fieldCount(p, line, i, len(names))
		}
		if !kept[i] {
			if v, next, ok := r.digit(); ok {
				m.Values = append(m.Values, v)
				more = next
				continue
			}
		}
		field, next, err := r.field()
		if err == nil {
			err = m.take(names[i], field, kept[i])
		}
		if err != nil {
			return &Fault{Row: p, Line: line, Column: names[i], Reason: err.Error()}
		}
		more = next
	}
	if more {
		return &Fault{Row: p, Line: line, Reason: fmt.Sprintf("more answers than the %d that the header names", len(names))}
	}
	m.Lines = append(m.Lines, line)
	return nil
}

// digit reads a field of one digit, or an empty one, that ends with a comma or
// a line feed; it moves on only when it was one.
func (r *reader) digit() (v int16, more, ok bool) {
	rest := r.data[r.at:]
	if len(rest) < 2 {
		return 0, false, false
	}
	if rest[0] == ',' {
		r.at++
		return Missing, true, true
	}
	c, end := rest[0]-'0', rest[1]
	if c > 9 || end != ',' && end != '\n' {
		return 0, false, false
	}
	r.at += 2
	if end == '\n' {
		r.line++
		return int16(c), false, true
	}
	return int16(c), true, true
}

// take stores one field as an answer, or as text when its column is kept.
func (m *Matrix) take(name, field string, kept bool) error {
	if kept {
		m.Kept[name] = append(m.Kept[name], field)
		return nil
	}
	v, err := answer(field)
	m.Values = append(m.Values, v)
	return err
}

// answer understands a whole number, also written as 1.0, or a gap.
func answer(field string) (int16, error) {
	if field == "" || field == "NA" {
		return Missing, nil
	}
	x, err := strconv.ParseFloat(field, 64)
	if err != nil || math.IsNaN(x) || x != math.Trunc(x) {
		return 0, fmt.Errorf("%q is not a whole number", clip(field))
	}
	if math.Abs(x) > math.MaxInt16 {
		return 0, fmt.Errorf("%s is too large for an answer", clip(field))
	}
	return int16(x), nil
}

// field reads any field, quoted or not, and says whether the line goes on.
func (r *reader) field() (text string, more bool, err error) {
	rest := r.data[r.at:]
	if len(rest) > 0 && rest[0] == '"' {
		return r.quoted()
	}
	end := bytes.IndexAny(rest, ",\n")
	if end < 0 {
		r.at = len(r.data)
		return strings.TrimSpace(string(rest)), false, nil
	}
	r.at += end + 1
	if rest[end] == '\n' {
		r.line++
	}
	return strings.TrimSpace(string(rest[:end])), rest[end] == ',', nil
}

// quoted reads a field in double quotes; a doubled quote stands for one.
func (r *reader) quoted() (text string, more bool, err error) {
	var out []byte
	for i := r.at + 1; i < len(r.data); i++ {
		switch c := r.data[i]; {
		case c != '"':
			out = append(out, c)
			if c == '\n' {
				r.line++
			}
		case i+1 < len(r.data) && r.data[i+1] == '"':
			out = append(out, c)
			i++
		default:
			r.at = i + 1
			rest, more, _ := r.field()
			if rest != "" {
				return "", false, fmt.Errorf("%q follows a closing quote", clip(rest))
			}
			return strings.TrimSpace(string(out)), more, nil
		}
	}
	return "", false, fmt.Errorf("a quote is not closed")
}

// clip shortens what is quoted back to people.
func clip(s string) string {
	const most = 40
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

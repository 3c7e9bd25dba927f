package responses

import (
	"fmt"
	"strings"
)

// Fault is input that cannot be used, told in one sentence that names the row
// and the column.
type Fault struct {
	Row    int    // person, from 0; -1 when the whole column is meant
	Line   int    // line of the file, from 1; 0 when unknown
	Column string // item; empty when the whole row is meant
	Reason string
}

func (f *Fault) Error() string {
	var where []string
	if f.Row >= 0 {
		row := fmt.Sprintf("row %d", f.Row+1)
		if f.Line > 0 {
			row += fmt.Sprintf(" (line %d)", f.Line)
		}
		where = append(where, row)
	}
	if f.Column != "" {
		where = append(where, fmt.Sprintf("column %q", f.Column))
	}
	if len(where) == 0 {
		return f.Reason
	}
	return strings.Join(where, ", ") + ": " + f.Reason
}

// Fault makes a fault of person p and item j; -1 stands for all of them.
func (m *Matrix) Fault(p, j int, reason string, args ...any) *Fault {
	f := &Fault{Row: p, Reason: fmt.Sprintf(reason, args...)}
	if p >= 0 && p < len(m.Lines) {
		f.Line = m.Lines[p]
	}
	if j >= 0 {
		f.Column = m.Names[j]
	}
	return f
}

func fieldCount(p, line, got, want int) *Fault {
	return &Fault{Row: p, Line: line, Reason: fmt.Sprintf("%d answers where the header names %d", got, want)}
}

package responses

import "math"

// Missing is the value of a gap: the person has not seen the item.
const Missing = math.MinInt16

// Matrix is a rectangle of answers. Values is row-major: the answer of person p
// to item j is Values[p*len(Names)+j], a whole number or Missing.
type Matrix struct {
	Names  []string            // one name per item, all different
	Values []int16             // persons × items, row-major
	Lines  []int               // line of the file that each person stands on; nil when not read from a file
	Kept   map[string][]string // columns put aside as text, by name (for example a group)
}

// Persons is the number of rows.
func (m *Matrix) Persons() int {
	if len(m.Names) == 0 {
		return 0
	}
	return len(m.Values) / len(m.Names)
}

// Items is the number of columns.
func (m *Matrix) Items() int { return len(m.Names) }

// Row is person p's answers, one per item; it shares memory with the matrix.
func (m *Matrix) Row(p int) []int16 {
	n := len(m.Names)
	return m.Values[p*n : (p+1)*n]
}

// At is person p's answer to item j.
func (m *Matrix) At(p, j int) int { return int(m.Values[p*len(m.Names)+j]) }

// New makes a matrix from rows of answers; it serves tests and callers that
// hold their answers in memory. Rows of unequal length are a Fault.
func New(names []string, rows [][]int) (*Matrix, error) {
	m := &Matrix{Names: names, Values: make([]int16, 0, len(names)*len(rows))}
	for p, row := range rows {
		if len(row) != len(names) {
			return nil, fieldCount(p, 0, len(row), len(names))
		}
		for j, v := range row {
			if v != Missing && (v < -math.MaxInt16 || v > math.MaxInt16) {
				return nil, &Fault{Row: p, Column: names[j], Reason: "the number is too large for an answer"}
			}
			m.Values = append(m.Values, int16(v))
		}
	}
	return m, nil
}

// CheckPersons is a Fault for the first person who has answered nothing.
func (m *Matrix) CheckPersons() error {
	for p := range m.Persons() {
		if !answered(m.Row(p)) {
			return m.Fault(p, -1, "this person has answered no item")
		}
	}
	return nil
}

func answered(row []int16) bool {
	for _, v := range row {
		if v != Missing {
			return true
		}
	}
	return false
}

// CheckBinary is a Fault for the first answer that is neither 0 nor 1.
func (m *Matrix) CheckBinary() error {
	for i, v := range m.Values {
		if uint16(v) > 1 && v != Missing {
			return m.Fault(i/len(m.Names), i%len(m.Names), "%d was found where only 0 and 1 are allowed", v)
		}
	}
	return nil
}

// CheckVaried is a Fault for the first item that everyone who saw it answered
// in the same way, or that nobody saw: nothing can be estimated from it.
func (m *Matrix) CheckVaried() error {
	if m.Persons() == 0 {
		return &Fault{Row: -1, Reason: "there are no persons"}
	}
	n := len(m.Names)
	first, varied := make([]int16, n), make([]bool, n)
	for j := range first {
		first[j] = Missing
	}
	for p := range m.Persons() {
		for j, v := range m.Row(p) {
			if first[j] == Missing {
				first[j] = v
			} else if v != Missing && v != first[j] {
				varied[j] = true
			}
		}
	}
	for j, ok := range varied {
		if !ok && first[j] == Missing {
			return m.Fault(-1, j, "nobody has answered this item")
		}
		if !ok {
			return m.Fault(-1, j, "every answer is %d, so nothing can be estimated from this item", first[j])
		}
	}
	return nil
}

package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"

	"preceptor/measure/generalizability"
	"preceptor/measure/responses"
	"preceptor/measure/standardsetting"
)

// circuit is a table of marks with candidates, stations and examiners numbered in
// order of appearance.
type circuit struct {
	candidates, stations, examiners numbering
	marks                           []generalizability.Mark
	attempts                        [][]standardsetting.Attempt // of each station, those with a grade
	graded                          bool
}

// numbering gives names numbers.
type numbering struct {
	names []string
	of    map[string]int
}

func (n *numbering) number(name string) int {
	if i, ok := n.of[name]; ok {
		return i
	}
	if n.of == nil {
		n.of = map[string]int{}
	}
	n.of[name] = len(n.names)
	n.names = append(n.names, name)
	return n.of[name]
}

// circuitColumns are where the columns stand; -1 for one that is not there.
type circuitColumns struct{ candidate, station, examiner, score, grade int }

// readCircuit reads the rows of a circuit. A row without a score is a mark that was
// not given. What cannot be used is a fault that names row and column.
func readCircuit(src io.Reader, score string) (*circuit, error) {
	t, err := readTable(src)
	if err != nil {
		return nil, err
	}
	at := circuitColumns{
		slices.Index(t.header, "candidate"), slices.Index(t.header, "station"), slices.Index(t.header, "examiner"),
		slices.Index(t.header, score), slices.Index(t.header, "grade"),
	}
	for _, need := range []struct {
		name  string
		index int
	}{{"candidate", at.candidate}, {"station", at.station}, {score, at.score}} {
		if need.index < 0 {
			return nil, &responses.Fault{Row: -1, Column: need.name, Reason: "the header does not name this column"}
		}
	}
	c, seen := &circuit{graded: at.grade >= 0}, map[[3]int]int{}
	for i := range t.rows {
		if err := c.take(t, i, at, seen); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// take reads one row.
func (c *circuit) take(t *table, i int, at circuitColumns, seen map[[3]int]int) error {
	row := t.rows[i]
	for _, column := range []int{at.candidate, at.station, at.examiner} {
		if column >= 0 && row[column] == "" {
			return t.fault(i, t.header[column], "the field is empty")
		}
	}
	value, given, err := t.number(i, at.score)
	if err != nil || !given {
		return err
	}
	m := generalizability.Mark{
		Person: c.candidates.number(row[at.candidate]), Station: c.stations.number(row[at.station]), Rater: generalizability.NoRater, Value: value,
	}
	if at.examiner >= 0 {
		m.Rater = c.examiners.number(row[at.examiner])
	}
	where := [3]int{m.Person, m.Station, m.Rater}
	if before, twice := seen[where]; twice {
		return t.fault(i, "", "the same candidate, station and examiner as in row %d", before+1)
	}
	seen[where] = i
	c.marks = append(c.marks, m)
	if len(c.attempts) <= m.Station {
		c.attempts = append(c.attempts, nil)
	}
	if !c.graded {
		return nil
	}
	grade, given, err := t.number(i, at.grade)
	if given {
		c.attempts[m.Station] = append(c.attempts[m.Station], standardsetting.Attempt{Candidate: m.Person, Score: value, Grade: grade})
	}
	return err
}

// number reads a field as a number; an empty one or NA is not given.
func (t *table) number(row, column int) (v float64, given bool, err error) {
	text := t.rows[row][column]
	if text == "" || text == "NA" {
		return 0, false, nil
	}
	v, err = strconv.ParseFloat(text, 64)
	if err != nil || math.Abs(v) > 1e9 || math.IsNaN(v) {
		return 0, false, t.fault(row, t.header[column], "%s is not a number up to a billion", quoteShort(text))
	}
	return v, true, nil
}

// quoteShort quotes what people wrote, cut to a readable length.
func quoteShort(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		text = string(runes[:40]) + "…"
	}
	return fmt.Sprintf("%q", text)
}

// scores are every candidate's mean marks at the stations.
func (c *circuit) scores() [][]standardsetting.Score {
	all := make([][]standardsetting.Score, len(c.candidates.names))
	counts := make([][]float64, len(all))
	for p := range all {
		all[p], counts[p] = make([]standardsetting.Score, len(c.stations.names)), make([]float64, len(c.stations.names))
	}
	for _, m := range c.marks {
		counts[m.Person][m.Station]++
	}
	for _, m := range c.marks {
		s := &all[m.Person][m.Station]
		s.Taken = true
		s.Value += m.Value / counts[m.Person][m.Station]
	}
	return all
}

package main

import (
	"bufio"
	"runtime/debug"
	"slices"
	"strconv"

	"preceptor/measure/irt"
	"preceptor/measure/responses"
)

type irtScore struct {
	Params string `required:"" help:"JSON file in the form that irt fit writes."`
	In     string `help:"CSV file: a header of item names, one row per person, empty for not seen. Standard input when left out."`
	Method string `enum:"eap,map,wle,sum" default:"eap" help:"Estimate: ${enum}."`
}

// Run writes one line of ability and error per person.
func (c *irtScore) Run(streams *Streams) error {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(2 << 30))
	file, err := readShapes(c.Params)
	if err != nil {
		return err
	}
	items, err := itemsOf(c.Params, file)
	if err != nil {
		return err
	}
	m, err := readResponses(streams, c.In)
	if err != nil {
		return err
	}
	if m, err = selectItems(m, items); err != nil {
		return err
	}
	scores, err := irt.Score(m, items, irt.Method(c.Method))
	if err != nil {
		return usageError("%w", err)
	}
	return writeScores(streams, scores)
}

// selectItems brings the columns into the order of the items and gives items
// of several categories without codes those that the column holds.
func selectItems(m *responses.Matrix, items []irt.Item) (*responses.Matrix, error) {
	column := make(map[string]int, m.Items())
	for j, name := range m.Names {
		column[name] = j
	}
	from := make([]int, len(items))
	out := &responses.Matrix{Lines: m.Lines, Values: make([]int16, 0, m.Persons()*len(items))}
	for j := range items {
		at, ok := column[items[j].Name]
		if !ok {
			return nil, usageError("the answers have no column %q, which the parameters name", items[j].Name)
		}
		from[j], out.Names = at, append(out.Names, items[j].Name)
	}
	for p := range m.Persons() {
		row := m.Row(p)
		for _, at := range from {
			out.Values = append(out.Values, row[at])
		}
	}
	for j := range items {
		guessCodes(out, &items[j], j)
	}
	return out, nil
}

// guessCodes helps parameter files that do not say which answers mean the
// categories: where a column holds exactly as many answers, they are it.
func guessCodes(m *responses.Matrix, it *irt.Item, j int) {
	if it.Codes != nil || it.Categories() == 2 {
		return
	}
	var found []int
	for p := range m.Persons() {
		if v := m.At(p, j); v != responses.Missing && !slices.Contains(found, v) {
			found = append(found, v)
		}
	}
	if len(found) == it.Categories() {
		slices.Sort(found)
		it.Codes = found
	}
}

// writeScores writes the lines by hand: there may be very many.
func writeScores(streams *Streams, scores []irt.Ability) error {
	out := bufio.NewWriterSize(streams.Out, 1<<16)
	var line []byte
	for p, s := range scores {
		line = append(line[:0], `{"row":`...)
		line = strconv.AppendInt(line, int64(p), 10)
		line = append(line, `,"theta":`...)
		line = strconv.AppendFloat(line, s.Theta, 'g', 10, 64)
		line = append(line, `,"se":`...)
		line = strconv.AppendFloat(line, s.SE, 'g', 10, 64)
		line = append(line, "}\n"...)
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	return out.Flush()
}

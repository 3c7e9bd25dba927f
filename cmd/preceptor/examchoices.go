package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"preceptor/measure/itemstats"
	"preceptor/measure/responses"
)

// table is a CSV file with a header, rows as text.
type table struct {
	header []string
	rows   [][]string
	lines  []int // of each row
}

// readTable reads a whole CSV file. Fields are trimmed; rows differ from the header
// in length only at the price of a fault that names the row.
func readTable(src io.Reader) (*table, error) {
	r := csv.NewReader(src)
	r.FieldsPerRecord = -1
	var t table
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
		if t.header == nil {
			row[0] = strings.TrimPrefix(row[0], "\ufeff")
			t.header = row
			continue
		}
		line, _ := r.FieldPos(0)
		if len(row) != len(t.header) {
			return nil, &responses.Fault{Row: len(t.rows), Line: line, Reason: fmt.Sprintf("%d fields where the header names %d", len(row), len(t.header))}
		}
		t.rows, t.lines = append(t.rows, row), append(t.lines, line)
	}
	return &t, t.checkHeader()
}

func (t *table) checkHeader() error {
	if t.header == nil {
		return &responses.Fault{Row: -1, Reason: "the file is empty"}
	}
	for i, name := range t.header {
		if name == "" {
			return &responses.Fault{Row: -1, Reason: fmt.Sprintf("column %d of the header has no name", i+1)}
		}
		if slices.Index(t.header, name) < i {
			return &responses.Fault{Row: -1, Column: name, Reason: "the header names this column twice"}
		}
	}
	return nil
}

// fault is a fault at a row of the table.
func (t *table) fault(row int, column, reason string, args ...any) error {
	return &responses.Fault{Row: row, Line: t.lines[row], Column: column, Reason: fmt.Sprintf(reason, args...)}
}

// readKey reads the right option of each item.
func readKey(name string) (map[string]string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, usageError("cannot open the key: %w", err)
	}
	defer f.Close()
	t, err := readTable(f)
	if err != nil {
		return nil, usageError("%s: %w", name, err)
	}
	item, key := slices.Index(t.header, "item"), slices.Index(t.header, "key")
	if item < 0 || key < 0 {
		return nil, usageError("%s: the header names no columns item and key", name)
	}
	keys := map[string]string{}
	for i, row := range t.rows {
		if row[item] == "" || row[key] == "" {
			return nil, usageError("%s: %w", name, t.fault(i, "", "item or key is empty"))
		}
		if _, twice := keys[row[item]]; twice {
			return nil, usageError("%s: %w", name, t.fault(i, "item", "the item %q stands there twice", row[item]))
		}
		keys[row[item]] = row[key]
	}
	return keys, nil
}

// readChoices reads chosen options and scores them by the key. Columns to keep are
// no items; every other column needs a key.
func readChoices(streams *Streams, in string, key map[string]string, keep []string) (*responses.Matrix, []itemstats.Choices, error) {
	src, err := openIn(streams, in)
	if err != nil {
		return nil, nil, err
	}
	defer src.Close()
	t, err := readTable(src)
	if err != nil {
		return nil, nil, usageError("%w", err)
	}
	for _, k := range keep {
		if !slices.Contains(t.header, k) {
			return nil, nil, usageError("%w", &responses.Fault{Row: -1, Column: k, Reason: "the header does not name this column"})
		}
	}
	m, choices, err := score(t, key, keep)
	if err != nil {
		return nil, nil, usageError("%w", err)
	}
	return m, choices, nil
}

// score marks every choice right or wrong; an empty one or NA is a gap.
func score(t *table, key map[string]string, keep []string) (*responses.Matrix, []itemstats.Choices, error) {
	m := &responses.Matrix{Lines: t.lines, Kept: map[string][]string{}}
	var choices []itemstats.Choices
	var columns []int
	for i, name := range t.header {
		if slices.Contains(keep, name) {
			for _, row := range t.rows {
				m.Kept[name] = append(m.Kept[name], row[i])
			}
			continue
		}
		right, ok := key[name]
		if !ok {
			return nil, nil, &responses.Fault{Row: -1, Column: name, Reason: "the key does not name this item"}
		}
		m.Names, columns = append(m.Names, name), append(columns, i)
		choices = append(choices, itemstats.Choices{Key: right})
	}
	for _, row := range t.rows {
		for j, i := range columns {
			chosen := row[i]
			if chosen == "NA" {
				chosen = ""
			}
			choices[j].Chosen = append(choices[j].Chosen, chosen)
			m.Values = append(m.Values, mark(chosen, choices[j].Key))
		}
	}
	return m, choices, nil
}

func mark(chosen, key string) int16 {
	switch chosen {
	case "":
		return responses.Missing
	case key:
		return 1
	}
	return 0
}

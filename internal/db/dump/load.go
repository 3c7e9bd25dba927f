package dump

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"preceptor/internal/db"
)

// Faults of loading.
var (
	ErrForm   = errors.New("not a dump of a table")
	ErrSchema = errors.New("the dump was made with another schema")
)

// mostLine bounds a row; sealed texts are the largest values and far smaller.
const mostLine = 64 << 20

// Load replaces all rows of the database with those of the dumps, in one
// transaction: everything or nothing. Open is called with the name of every
// table of the schema and gives its dump; it may be called again when the
// transaction is.
func Load(ctx context.Context, d *db.DB, open func(table string) (io.ReadCloser, error)) error {
	tables, err := Tables(ctx, d)
	if err != nil {
		return err
	}
	return d.Tx(ctx, func(ctx context.Context) error {
		return deferred(ctx, d, func() error {
			for _, t := range tables {
				if _, err := d.Exec(ctx, `DELETE FROM `+t.Name); err != nil {
					return fmt.Errorf("emptying %s: %w", t.Name, err)
				}
			}
			for _, t := range tables {
				if err := loadTable(ctx, d, t, open); err != nil {
					return fmt.Errorf("loading %s: %w", t.Name, err)
				}
			}
			return nil
		})
	})
}

func loadTable(ctx context.Context, d *db.DB, t Table, open func(table string) (io.ReadCloser, error)) error {
	src, err := open(t.Name)
	if err != nil {
		return err
	}
	defer src.Close()
	lines := bufio.NewScanner(src)
	lines.Buffer(make([]byte, 0, 1<<16), mostLine)
	if err := checkHeader(lines, t); err != nil {
		return err
	}
	insert := newInserter(d, t)
	for n := 2; lines.Scan(); n++ {
		row, err := parseRow(lines.Bytes(), t)
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		if err := insert.add(ctx, row); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	return errors.Join(lines.Err(), insert.flush(ctx))
}

func checkHeader(lines *bufio.Scanner, t Table) error {
	var header Table
	if !lines.Scan() {
		return fmt.Errorf("%w: it is empty", ErrForm)
	}
	if err := json.Unmarshal(lines.Bytes(), &header); err != nil {
		return fmt.Errorf("%w: %w", ErrForm, err)
	}
	if !t.same(header) {
		return fmt.Errorf("%w: its columns differ", ErrSchema)
	}
	return nil
}

// parseRow reads an array of values for the columns of t.
func parseRow(line []byte, t Table) ([]any, error) {
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.UseNumber()
	var row []any
	if err := dec.Decode(&row); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrForm, err)
	}
	if len(row) != len(t.Columns) {
		return nil, fmt.Errorf("%w: a row has %d values for %d columns", ErrForm, len(row), len(t.Columns))
	}
	for i, c := range t.Columns {
		value, ok := c.value(row[i])
		if !ok {
			return nil, fmt.Errorf("%w: column %s", ErrValue, c.Name)
		}
		row[i] = value
	}
	return row, nil
}

// value turns what JSON holds into what the column takes.
func (c Column) value(v any) (any, bool) {
	if v == nil {
		return nil, true
	}
	text, isText := v.(string)
	number, isNumber := v.(json.Number)
	switch {
	case c.Kind == Text && isText:
		return text, true
	case c.Kind == Bytes && isText:
		raw, err := base64.StdEncoding.Strict().DecodeString(text)
		return raw, err == nil
	case c.Kind == Whole && isNumber:
		n, err := number.Int64()
		if c.truth {
			return n == 1, err == nil && (n == 0 || n == 1)
		}
		return n, err == nil
	case c.Kind == Real && isNumber:
		f, err := number.Float64()
		return f, err == nil
	}
	return nil, false
}

// inserter writes rows of one table, several per statement.
type inserter struct {
	db   *db.DB
	into string
	row  string
	most int
	args []any
	rows int
}

// mostArgs stays below what both engines take in one statement.
const mostArgs = 2000

func newInserter(d *db.DB, t Table) *inserter {
	width := len(t.Columns)
	return &inserter{
		db: d, into: `INSERT INTO ` + t.Name + ` (` + t.names() + `) VALUES `,
		row:  "(" + strings.TrimSuffix(strings.Repeat("?, ", width), ", ") + ")",
		most: max(1, min(64, mostArgs/width)),
	}
}

func (i *inserter) add(ctx context.Context, row []any) error {
	i.args, i.rows = append(i.args, row...), i.rows+1
	if i.rows < i.most {
		return nil
	}
	return i.flush(ctx)
}

func (i *inserter) flush(ctx context.Context) error {
	if i.rows == 0 {
		return nil
	}
	statement := i.into + strings.Join(slices.Repeat([]string{i.row}, i.rows), ", ")
	_, err := i.db.Exec(ctx, statement, i.args...)
	i.args, i.rows = i.args[:0], 0
	return err
}

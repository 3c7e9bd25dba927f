package dump

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"unicode/utf8"

	"preceptor/internal/db"
)

// ErrValue is returned for a value that the form cannot hold, or that does not
// fit its column.
var ErrValue = errors.New("a value does not fit the dump")

// Write dumps a table in the form of the package comment and returns its number of rows.
func Write(ctx context.Context, d *db.DB, t Table, w io.Writer) (rows int64, err error) {
	out := bufio.NewWriterSize(w, 1<<16)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(t); err != nil {
		return 0, err
	}
	found, err := d.Query(ctx, `SELECT `+t.names()+` FROM `+t.Name)
	if err != nil {
		return 0, fmt.Errorf("dumping %s: %w", t.Name, err)
	}
	defer found.Close()
	for ; found.Next(); rows++ {
		row, err := scan(found, t)
		if err != nil {
			return rows, fmt.Errorf("dumping %s: %w", t.Name, err)
		}
		if err := enc.Encode(row); err != nil {
			return rows, err
		}
	}
	return rows, errors.Join(found.Err(), out.Flush())
}

// scan reads a row as the values that its JSON array holds.
func scan(found *sql.Rows, t Table) ([]any, error) {
	row := make([]any, len(t.Columns))
	into := make([]any, len(row))
	for i := range row {
		into[i] = &row[i]
	}
	if err := found.Scan(into...); err != nil {
		return nil, err
	}
	for i, c := range t.Columns {
		var ok bool
		if row[i], ok = plain(row[i], c.Kind); !ok {
			return nil, fmt.Errorf("%w: column %s", ErrValue, c.Name)
		}
	}
	return row, nil
}

// plain turns what a driver gives into what JSON holds.
func plain(value any, kind Kind) (any, bool) {
	switch v := value.(type) {
	case nil:
		return nil, true
	case string:
		return v, kind == Text && utf8.ValidString(v)
	case int64:
		return v, kind == Whole
	case bool:
		return truth(v), kind == Whole
	case float64:
		return v, kind == Real && !math.IsNaN(v) && !math.IsInf(v, 0)
	case []byte:
		return v, kind == Bytes
	}
	return nil, false
}

func truth(v bool) int64 {
	if v {
		return 1
	}
	return 0
}

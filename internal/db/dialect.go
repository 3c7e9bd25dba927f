package db

import (
	"database/sql"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"github.com/pressly/goose/v3"
)

// dialect is what differs between the engines.
type dialect interface {
	name() string
	open(url string) (write, read *sql.DB, err error)
	txOptions() *sql.TxOptions
	conflict(err error) bool // the transaction lost a race and may be run again
	numbered() bool          // placeholders are $1, $2 … instead of ?
	migration() (goose.Dialect, []goose.ProviderOption, error)
}

func dialectOf(url string) (dialect, error) {
	switch {
	case strings.HasPrefix(url, "sqlite:"):
		return sqliteDialect{}, nil
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		return postgresDialect{}, nil
	}
	return nil, ErrURL
}

// isRead says whether a query only reads. WITH may introduce a change, so it
// counts as a read only when no changing verb stands in it.
func isRead(query string) bool {
	words := strings.FieldsFunc(strings.ToUpper(query), func(r rune) bool { return !unicode.IsLetter(r) && r != '_' })
	if len(words) == 0 {
		return false
	}
	switch words[0] {
	case "SELECT":
		return true
	case "WITH":
		for _, w := range words {
			if w == "INSERT" || w == "UPDATE" || w == "DELETE" {
				return false
			}
		}
		return true
	}
	return false
}

// rebinder turns question marks into $1, $2 …, once per SQL text.
type rebinder struct{ done sync.Map }

func (r *rebinder) rebind(query string) string {
	if out, ok := r.done.Load(query); ok {
		return out.(string)
	}
	out := numberPlaceholders(query)
	r.done.Store(query, out)
	return out
}

// numberPlaceholders leaves question marks inside quotes alone.
func numberPlaceholders(query string) string {
	var b strings.Builder
	n, quote := 0, rune(0)
	for _, c := range query {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '?':
			n++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
			continue
		}
		b.WriteRune(c)
	}
	return b.String()
}

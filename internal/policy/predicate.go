package policy

import "strings"

// Predicate is an SQL condition with its arguments, for a WHERE clause. It is
// portable, and safe inside AND and OR.
type Predicate struct {
	SQL  string
	Args []any

	clause clause
}

// On is the condition for a query that calls the table by an alias.
func (p Predicate) On(alias string) Predicate {
	var w writer
	w.prefix = alias + "."
	w.write(p.clause)
	return Predicate{SQL: w.sql.String(), Args: w.args, clause: p.clause}
}

// Never says whether no object at all can meet the condition.
func (p Predicate) Never() bool { return p.clause.op == opNever }

func predicate(c clause) Predicate {
	var w writer
	w.write(c)
	return Predicate{SQL: w.sql.String(), Args: w.args, clause: c}
}

// clause is a condition as a tree, simplified while it is built.
type clause struct {
	op     op
	parts  []clause
	column string
	values []string
}

type op int

const (
	opNever op = iota
	opAlways
	opAll
	opAny
	opNot
	opIn
)

var never, always = clause{op: opNever}, clause{op: opAlways}

func both(a, b clause) clause {
	switch {
	case a.op == opNever || b.op == opAlways:
		return a
	case b.op == opNever || a.op == opAlways:
		return b
	}
	return clause{op: opAll, parts: []clause{a, b}}
}

func either(a, b clause) clause {
	switch {
	case a.op == opAlways || b.op == opNever:
		return a
	case b.op == opAlways || a.op == opNever:
		return b
	}
	return clause{op: opAny, parts: []clause{a, b}}
}

func opposite(a clause) clause {
	switch a.op {
	case opNever:
		return always
	case opAlways:
		return never
	case opNot:
		return a.parts[0]
	}
	return clause{op: opNot, parts: []clause{a}}
}

func oneOf(column string, values []string) clause {
	if len(values) == 0 {
		return never
	}
	return clause{op: opIn, column: column, values: values}
}

// writer writes a clause as SQL, always in parentheses of its own.
type writer struct {
	prefix string
	sql    strings.Builder
	args   []any
}

func (w *writer) write(c clause) {
	switch c.op {
	case opNever:
		w.sql.WriteString("FALSE")
	case opAlways:
		w.sql.WriteString("TRUE")
	case opAll:
		w.joined(c.parts, " AND ")
	case opAny:
		w.joined(c.parts, " OR ")
	case opNot:
		w.sql.WriteString("NOT ")
		w.write(c.parts[0])
	case opIn:
		w.in(c)
	}
}

func (w *writer) joined(parts []clause, word string) {
	w.sql.WriteByte('(')
	for i, part := range parts {
		if i > 0 {
			w.sql.WriteString(word)
		}
		w.write(part)
	}
	w.sql.WriteByte(')')
}

func (w *writer) in(c clause) {
	w.sql.WriteString("(" + w.prefix + c.column)
	if len(c.values) == 1 {
		w.sql.WriteString(" = ?)")
	} else {
		w.sql.WriteString(" IN (?" + strings.Repeat(", ?", len(c.values)-1) + "))")
	}
	for _, v := range c.values {
		w.args = append(w.args, v)
	}
}

package db_test

import (
	"regexp"
	"slices"
	"strings"
)

// sqlToken is a word, number, operator or quoted text of an SQL statement.
type sqlToken struct {
	text  string // words in upper case
	quote byte   // ' or " for quoted texts, else 0
}

var sqlLexer = regexp.MustCompile(`(?s)--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"(?:[^"]|"")*"|` + "`[^`]*`" +
	`|[A-Za-z_][A-Za-z0-9_]*|[0-9]+(?:\.[0-9]+)?|\$[0-9A-Za-z_]*|->>|->|#>>|#>|@>|<@|::|\|\||<>|<=|>=|!=|==|~\*|!~|\S`)

func lexSQL(text string) (tokens []sqlToken) {
	for _, t := range sqlLexer.FindAllString(text, -1) {
		switch {
		case strings.HasPrefix(t, "--"), strings.HasPrefix(t, "/*"):
		case t[0] == '\'', t[0] == '"', t[0] == '`':
			tokens = append(tokens, sqlToken{t, t[0]})
		default:
			tokens = append(tokens, sqlToken{strings.ToUpper(t), 0})
		}
	}
	return tokens
}

// oneEngineOnly are words and operators that only one of the engines knows, or
// that the two read differently.
var oneEngineOnly = map[string]string{
	"[": "an array", "->": "a JSON operator", "->>": "a JSON operator", "#>": "a JSON operator", "#>>": "a JSON operator",
	"@>": "a JSON operator", "<@": "a JSON operator", "::": "a PostgreSQL cast; use CAST", "~": "a regular expression",
	"~*": "a regular expression", "!~": "a regular expression", "==": "SQLite's ==; use =",
	"ILIKE": "ILIKE", "SIMILAR": "a regular expression", "REGEXP": "a regular expression", "GLOB": "GLOB", "MATCH": "MATCH",
	"ARRAY": "an array", "ANY": "an array", "UNNEST": "an array", "ARRAY_AGG": "an array", "LATERAL": "LATERAL",
	"LISTEN": "LISTEN; use events", "NOTIFY": "NOTIFY; use events", "PG_NOTIFY": "NOTIFY; use events",
	"CURRENT_TIMESTAMP": "the engine's clock", "CURRENT_DATE": "the engine's clock", "CURRENT_TIME": "the engine's clock", "LOCALTIMESTAMP": "the engine's clock",
	"INTERVAL": "date arithmetic", "TIMESTAMP": "a date type; use db.Time", "TIMESTAMPTZ": "a date type; use db.Time", "DATETIME": "a date type; use db.Time",
	"AUTOINCREMENT": "a numbered key; use id", "SERIAL": "a numbered key; use id", "BIGSERIAL": "a numbered key; use id", "IDENTITY": "a numbered key; use id",
	"ROWID": "a hidden column", "OID": "a hidden column", "CTID": "a hidden column", "XMIN": "a hidden column", "_ROWID_": "a hidden column",
	"PRAGMA": "PRAGMA", "JSON": "a JSON type; use TEXT", "JSONB": "a JSON type; use TEXT", "UUID": "a type of one engine; use TEXT",
	"ENUM": "a type of one engine; use CHECK", "VARCHAR": "VARCHAR; use TEXT", "CITEXT": "a type of one engine",
}

// oneEngineCalls are functions that only one of the engines knows.
var oneEngineCalls = map[string]string{
	"NOW": "the engine's clock", "STRFTIME": "a date function", "DATE": "a date function", "TIME": "a date function", "JULIANDAY": "a date function",
	"UNIXEPOCH": "a date function", "AGE": "a date function", "EXTRACT": "a date function", "DATE_TRUNC": "a date function", "TO_CHAR": "a date function",
	"TO_TIMESTAMP": "a date function", "CLOCK_TIMESTAMP": "the engine's clock", "IFNULL": "IFNULL; use COALESCE", "IIF": "IIF; use CASE", "NVL": "NVL; use COALESCE",
	"GROUP_CONCAT": "GROUP_CONCAT; use STRING_AGG", "GREATEST": "GREATEST; use CASE", "LEAST": "LEAST; use CASE", "INSTR": "INSTR", "STRPOS": "STRPOS",
	"TOTAL": "TOTAL; use COALESCE(SUM())", "PRINTF": "PRINTF", "FORMAT": "FORMAT", "TYPEOF": "TYPEOF", "HEX": "HEX", "ENCODE": "ENCODE", "RANDOM": "the engine's randomness",
	"LAST_INSERT_ROWID": "a numbered key; use RETURNING", "CHANGES": "CHANGES; use RowsAffected", "GENERATE_SERIES": "GENERATE_SERIES", "MD5": "MD5",
}

var oneEngineSequences = map[string]string{
	"INSERT OR": "INSERT OR; use ON CONFLICT", "UPDATE OR": "UPDATE OR; use ON CONFLICT", "REPLACE INTO": "REPLACE; use ON CONFLICT",
	"DISTINCT ON": "DISTINCT ON; use a window", "FOR UPDATE": "a row lock; Tx is serializable", "FOR SHARE": "a row lock; Tx is serializable",
	"SKIP LOCKED": "SKIP LOCKED", "AT TIME": "date arithmetic", "WITHOUT ROWID": "a hidden column", "ON DUPLICATE": "ON DUPLICATE; use ON CONFLICT",
}

// unportable names what in the statement is not portable. nullable says for
// each table which columns may be NULL.
func unportable(text string, nullable map[string][]string) (faults []string) {
	tokens := lexSQL(strings.ReplaceAll(text, `COLLATE "C"`, ""))
	at := func(i int) string {
		if i < 0 || i >= len(tokens) || tokens[i].quote != 0 {
			return ""
		}
		return tokens[i].text
	}
	for i, t := range tokens {
		switch {
		case t.quote == '"' || t.quote == '`':
			faults = append(faults, "a double-quoted word")
		case t.quote != 0:
		case strings.HasPrefix(t.text, "$"):
			faults = append(faults, "a numbered placeholder; use ?")
		case oneEngineOnly[t.text] != "" && at(i-1) != ".":
			faults = append(faults, oneEngineOnly[t.text])
		case oneEngineCalls[t.text] != "" && at(i+1) == "(":
			faults = append(faults, oneEngineCalls[t.text])
		case (strings.HasPrefix(t.text, "JSON_") || strings.HasPrefix(t.text, "JSONB_")) && at(i+1) == "(":
			faults = append(faults, "a JSON function")
		case oneEngineSequences[t.text+" "+at(i+1)] != "":
			faults = append(faults, oneEngineSequences[t.text+" "+at(i+1)])
		case t.text == "LIKE" && !lowered(tokens, i):
			faults = append(faults, "LIKE without LOWER")
		case (t.text == "MAX" || t.text == "MIN") && arguments(tokens, i+1) > 1:
			faults = append(faults, t.text+" of several values; use CASE")
		case t.text == "IS" && !slices.Contains([]string{"NULL", "NOT", "TRUE", "FALSE", "DISTINCT"}, at(i+1)):
			faults = append(faults, "IS between values; use IS NOT DISTINCT FROM")
		case t.text == "ORDER" && at(i+1) == "BY":
			faults = append(faults, looseNulls(tokens, i+2, nullable)...)
		}
	}
	return faults
}

// lowered says whether LOWER(…) stands to the left of the LIKE at i.
func lowered(tokens []sqlToken, i int) bool {
	j := i - 1
	if j >= 0 && tokens[j].text == "NOT" {
		j--
	}
	depth := 0
	for ; j > 0; j-- {
		switch tokens[j].text {
		case ")":
			depth++
		case "(":
			if depth--; depth == 0 {
				return tokens[j-1].text == "LOWER"
			}
		}
		if depth == 0 {
			return false
		}
	}
	return false
}

// arguments counts the arguments of the call whose parenthesis stands at i.
func arguments(tokens []sqlToken, i int) int {
	if i >= len(tokens) || tokens[i].text != "(" {
		return 0
	}
	n, depth := 1, 0
	for ; i < len(tokens); i++ {
		switch tokens[i].text {
		case "(":
			depth++
		case ")":
			if depth--; depth == 0 {
				return n
			}
		case ",":
			if depth == 1 {
				n++
			}
		}
	}
	return n
}

// looseNulls finds terms of the ORDER BY that begins at i which are columns that
// may be NULL and say nothing about their place.
func looseNulls(tokens []sqlToken, i int, nullable map[string][]string) (faults []string) {
	var term []string
	finish := func() {
		if column := bareColumn(term); column != "" && mayBeNull(tokens, column, nullable) {
			faults = append(faults, "ORDER BY "+strings.ToLower(column)+" without NULLS FIRST or LAST")
		}
		term = nil
	}
	for depth := 0; i < len(tokens); i++ {
		t := tokens[i].text
		switch {
		case t == "(":
			depth++
		case t == ")":
			depth--
		}
		if depth < 0 || depth == 0 && slices.Contains([]string{"LIMIT", "OFFSET", "ROWS", "RANGE", "RETURNING", "UNION", ";"}, t) {
			break
		}
		if depth == 0 && t == "," {
			finish()
			continue
		}
		term = append(term, t)
	}
	finish()
	return faults
}

// bareColumn is the column of a term like "p.name DESC", or "" for an
// expression or a term that says where NULLs go.
func bareColumn(term []string) string {
	if n := len(term); n > 0 && (term[n-1] == "ASC" || term[n-1] == "DESC") {
		term = term[:n-1]
	}
	if len(term) == 3 && term[1] == "." {
		term = term[2:]
	}
	if len(term) != 1 {
		return ""
	}
	return term[0]
}

func mayBeNull(tokens []sqlToken, column string, nullable map[string][]string) bool {
	for table, columns := range nullable {
		named := slices.ContainsFunc(tokens, func(t sqlToken) bool { return t.text == strings.ToUpper(table) })
		if named && slices.ContainsFunc(columns, func(c string) bool { return strings.EqualFold(c, column) }) {
			return true
		}
	}
	return false
}

package cases

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// The causes why a file is not a case.
var (
	ErrTooBig  = errors.New("a case file is at most 1 MiB")
	ErrNotText = errors.New("a case file is UTF-8 text")
	ErrNested  = errors.New("the file is nested too deeply")
	ErrAnchor  = errors.New("anchors and aliases are not used in case files")
	ErrMany    = errors.New("a file holds one case")
	ErrSyntax  = errors.New("the file is not a case")
)

const (
	maxBytes = 1 << 20
	maxDepth = 40
)

// Parse reads one case file. name is used in errors only, which read
// "name:line: fault". A case that Parse accepts may still have faults that
// Check finds; Step works with it all the same.
func Parse(name string, text []byte) (*Case, error) {
	if err := plausible(text); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, syntaxError(name, err)
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return nil, fmt.Errorf("%s: %w", name, ErrMany)
	}
	body := file.Docs[0].Body
	if line := anchorLine(body); line > 0 {
		return nil, fmt.Errorf("%s:%d: %w", name, line, ErrAnchor)
	}
	c := &Case{}
	if err := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(c); err != nil {
		return nil, syntaxError(name, err)
	}
	c.lines = lineNumbers(body)
	return c, nil
}

// Marshal writes the case in its one canonical form. Parse gives the same case
// back; only comments and layout of a hand-written file are lost.
func Marshal(c *Case) ([]byte, error) {
	var out bytes.Buffer
	err := yaml.NewEncoder(&out, yaml.Indent(2), yaml.IndentSequence(true), yaml.UseLiteralStyleIfMultiline(true)).Encode(c)
	if err != nil {
		return nil, fmt.Errorf("writing case %s: %w", c.ID, err)
	}
	return out.Bytes(), nil
}

// plausible refuses what a YAML reader should not even try.
func plausible(text []byte) error {
	switch {
	case len(text) > maxBytes:
		return ErrTooBig
	case !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0:
		return ErrNotText
	}
	flow := 0
	for _, line := range bytes.Split(text, []byte("\n")) {
		flow += bytes.Count(line, []byte("[")) + bytes.Count(line, []byte("{"))
		flow = max(0, flow-bytes.Count(line, []byte("]"))-bytes.Count(line, []byte("}")))
		lead := len(line) - len(bytes.TrimLeft(line, " \t-?:!"))
		if flow > maxDepth || lead > 4*maxDepth || bytes.Count(line, []byte("[")) > maxDepth || bytes.Count(line, []byte("{")) > maxDepth {
			return ErrNested
		}
	}
	return nil
}

// syntaxError turns a reader's error into "name:line: fault" on one line.
func syntaxError(name string, err error) error {
	var at yaml.Error
	if !errors.As(err, &at) {
		return fmt.Errorf("%s: %w: %s", name, ErrSyntax, oneLine(err.Error()))
	}
	line := 1
	if t := at.GetToken(); t != nil && t.Position != nil {
		line = t.Position.Line
	}
	return fmt.Errorf("%s:%d: %w: %s", name, line, ErrSyntax, oneLine(at.GetMessage()))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// anchorLine is the line of the first anchor, alias or merge key, or 0.
func anchorLine(body ast.Node) int {
	for _, kind := range []ast.NodeType{ast.AnchorType, ast.AliasType, ast.MergeKeyType} {
		for _, n := range ast.Filter(kind, body) {
			return max(1, n.GetToken().Position.Line)
		}
	}
	return 0
}

// lineNumbers maps every id of the file, and every top-level key, to its line.
func lineNumbers(body ast.Node) map[string]int {
	lines := map[string]int{}
	if top, ok := body.(*ast.MappingNode); ok {
		for _, kv := range top.Values {
			section := kv.Key.String()
			lines[section] = kv.Key.GetToken().Position.Line
			for _, n := range ast.Filter(ast.MappingValueType, kv.Value) {
				pair := n.(*ast.MappingValueNode)
				if pair.Key.String() != "id" {
					continue
				}
				if v, ok := pair.Value.(*ast.StringNode); ok {
					lines[section+"/"+v.Value] = pair.Key.GetToken().Position.Line
				}
			}
		}
	}
	return lines
}

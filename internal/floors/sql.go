package floors

import (
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// statement is how an SQL text begins. It has to be strict: English sentences
// also begin with "Select" or "Update".
var statement = regexp.MustCompile(`^\s*(SELECT\s|INSERT INTO\s|UPDATE \w+ SET\s|DELETE FROM\s|CREATE (TABLE|INDEX|UNIQUE)\s|DROP TABLE\s|ALTER TABLE\s|WITH (RECURSIVE )?\w+ (\([^)]*\) )?AS \()`)

// IsSQL says whether a string is an SQL statement.
func IsSQL(text string) bool { return statement.MatchString(text) }

// checkSQL keeps SQL out of the faces and sciences, and in store files elsewhere.
func checkSQL(p *Package) (faults []Fault) {
	for _, f := range p.Files {
		if f.Test || p.Place.Floor == Outside || p.Place.Floor == Engines {
			continue
		}
		for _, text := range Strings(f.Syntax) {
			if !IsSQL(text) {
				continue
			}
			switch p.Place.Floor {
			case Faces:
				faults = append(faults, Fault{f.Path, "holds SQL", saysFaces})
			case Sciences:
				faults = append(faults, Fault{f.Path, "holds SQL", saysPure})
			default:
				if !strings.Contains(path.Base(f.Path), "store") {
					faults = append(faults, Fault{f.Path, "holds SQL outside a store file", saysStore})
				}
			}
		}
	}
	return faults
}

// Strings returns the string literals of a file, those joined by + as one.
func Strings(file *ast.File) (texts []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.BinaryExpr:
			if joined, ok := join(n); ok {
				texts = append(texts, joined)
				return false
			}
		case *ast.BasicLit:
			if text, ok := literal(n); ok {
				texts = append(texts, text)
			}
		}
		return true
	})
	return texts
}

// join reads a sum whose leftmost part is a string; parts that are not
// literals become a space, so that the words around them stay apart.
func join(n ast.Expr) (string, bool) {
	switch n := n.(type) {
	case *ast.BasicLit:
		return literal(n)
	case *ast.BinaryExpr:
		if n.Op != token.ADD {
			return "", false
		}
		left, ok := join(n.X)
		if !ok {
			return "", false
		}
		right, ok := join(n.Y)
		if !ok {
			right = " "
		}
		return left + right, true
	}
	return "", false
}

func literal(n *ast.BasicLit) (string, bool) {
	if n.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(n.Value)
	return text, err == nil
}

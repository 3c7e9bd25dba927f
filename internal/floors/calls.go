package floors

import (
	"fmt"
	"go/ast"
	"slices"
	"strconv"
	"strings"
)

// clockNames read the machine's clock. Timers, and Until for the deadline of a
// context, are allowed above the sciences: they wait, they do not tell the time.
var clockNames = []string{"Now", "Since"}

var timerNames = []string{"Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}

// clientNames are what sends requests or opens connections.
var clientNames = map[string][]string{
	"net/http": {"Get", "Post", "PostForm", "Head", "Client", "DefaultClient", "Transport", "DefaultTransport", "NewRequest", "NewRequestWithContext"},
	"net":      {"Dial", "DialTimeout", "DialTCP", "DialUDP", "Dialer"},
}

// seeded are the names of math/rand/v2 that do not draw from the global source.
var seeded = []string{"New", "NewPCG", "NewChaCha8", "NewSource", "NewZipf", "Rand", "Source", "Zipf", "PCG", "ChaCha8"}

// checkCalls finds uses of the global clock, of global randomness and of the
// network where they do not belong. Tests and their helpers may use them.
func checkCalls(p *Package) (faults []Fault) {
	if p.Place.Floor >= Outside || p.helpsTests() {
		return nil
	}
	for _, f := range p.Files {
		if f.Test {
			continue
		}
		for _, use := range usesOf(f.Syntax) {
			if sentence := checkUse(p.Place, use); sentence != "" {
				faults = append(faults, Fault{f.Path, fmt.Sprintf("uses %s.%s", use.pkg, use.name), sentence})
			}
		}
	}
	return faults
}

func checkUse(at Place, u use) string {
	science := at.Floor == Sciences
	switch {
	case u.pkg == "time" && science && slices.Contains(append(clockNames, timerNames...), u.name):
		return saysPure
	case u.pkg == "time" && at.Floor < Faces && slices.Contains(clockNames, u.name):
		return saysClock
	case strings.HasPrefix(u.pkg, "math/rand") && science && !slices.Contains(seeded, u.name):
		return saysClock
	case at.Room != "internal/llm" && slices.Contains(clientNames[u.pkg], u.name):
		return saysNetwork
	}
	return ""
}

// use is a name taken from an imported package, as in time.Now.
type use struct{ pkg, name string }

func usesOf(file *ast.File) (uses []use) {
	imported := map[string]string{} // local name to path
	for _, spec := range file.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err == nil {
			imported[localName(spec, path)] = path
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if ident, ok := selector.X.(*ast.Ident); ok && imported[ident.Name] != "" {
			uses = append(uses, use{imported[ident.Name], selector.Sel.Name})
		}
		return true
	})
	return uses
}

func localName(spec *ast.ImportSpec, path string) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	parts := strings.Split(path, "/")
	last := parts[len(parts)-1]
	if len(parts) > 1 && len(last) > 1 && last[0] == 'v' && last[1] >= '0' && last[1] <= '9' {
		return parts[len(parts)-2]
	}
	return last
}

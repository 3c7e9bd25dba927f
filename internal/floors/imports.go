package floors

import (
	"fmt"
	"strings"
)

func checkImports(p *Package) (faults []Fault) {
	for _, f := range p.Files {
		for _, imported := range f.Imports {
			if fault, broken := checkImport(p, f, imported); broken {
				faults = append(faults, fault)
			}
		}
	}
	return faults
}

func checkImport(p *Package, f File, imported string) (Fault, bool) {
	own, ours := strings.CutPrefix(imported, module+"/")
	sentence := ""
	switch {
	case ours:
		sentence = checkOwnImport(p.Place, own, f.Test || p.helpsTests())
	case p.Place.Floor == Sciences && !f.Test && !allowedInSciences(imported):
		sentence = saysPure
	case p.Place.Floor == Faces && !f.Test && imported == "database/sql":
		sentence = saysFaces
	}
	return Fault{f.Path, fmt.Sprintf("imports %q", imported), sentence}, sentence != ""
}

// checkOwnImport returns the sentence that an import inside the house breaks.
// Tests keep the floors too, but may look to their right.
func checkOwnImport(from Place, folder string, test bool) string {
	to, ok := PlaceOf(folder)
	switch {
	case !ok:
		return saysTable
	case from.Room == to.Room:
		return ""
	case from.Floor == Engines && to.Floor > Engines:
		return saysEngines
	case to.Floor > from.Floor:
		return saysDown
	case from.Floor == Activities && to.Floor == Activities:
		return saysActivities
	case from.Floor == Things && to.Floor == Things && to.Index > from.Index && !test:
		return saysLeft
	case to.Room == "internal/llm" && from.Room != "internal/gate" && from.Floor < Faces && !test:
		return saysGate
	}
	return ""
}

// impure are the roots of the standard library through which a science would touch the world.
var impure = []string{"os", "net", "database", "syscall", "plugin", "log", "testing", "expvar", "runtime/debug", "io/ioutil", "path/filepath"}

func allowedInSciences(imported string) bool {
	if strings.HasPrefix(imported, "gonum.org/v1/gonum/") {
		return true
	}
	root, _, _ := strings.Cut(imported, "/")
	if strings.Contains(root, ".") {
		return false
	}
	for _, bad := range impure {
		if imported == bad || strings.HasPrefix(imported, bad+"/") {
			return false
		}
	}
	return true
}

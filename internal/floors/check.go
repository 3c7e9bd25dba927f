package floors

import (
	"fmt"
	"io/fs"
)

// Fault is one place where the house is not kept.
type Fault struct {
	Where    string // a folder or file
	What     string // what stands there
	Sentence string // what the design says
}

func (f Fault) String() string { return fmt.Sprintf("%s: %s.\n\t%q", f.Where, f.What, f.Sentence) }

// Check reads the repository at the root of fsys and names every fault.
func Check(fsys fs.FS) ([]Fault, error) {
	packages, err := Read(fsys)
	if err != nil {
		return nil, err
	}
	var faults []Fault
	for _, p := range packages {
		if !p.Placed {
			faults = append(faults, Fault{p.Folder, "no floor of the table holds this folder", saysTable})
			continue
		}
		faults = append(faults, checkImports(p)...)
		faults = append(faults, checkCalls(p)...)
		faults = append(faults, checkSQL(p)...)
		faults = append(faults, checkFiles(p)...)
		faults = append(faults, checkNames(p)...)
	}
	pair, err := checkPair(fsys)
	return append(faults, pair...), err
}

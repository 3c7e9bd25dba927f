package floors

import (
	"fmt"
	"go/ast"
	"io/fs"
	"path"
	"regexp"
)

const mostLines = 600

// checkFiles looks at the files of a package as files.
func checkFiles(p *Package) (faults []Fault) {
	var code, doc int
	for _, f := range p.Files {
		if f.Lines > mostLines {
			faults = append(faults, Fault{f.Path, fmt.Sprintf("has %d lines", f.Lines), saysFiles})
		}
		switch {
		case path.Base(f.Path) == "doc.go":
			doc++
		case !f.Test || p.Place.Room == "e2e":
			code++
		}
	}
	switch {
	case code == 0:
		faults = append(faults, Fault{p.Folder, "holds no code", saysWorking})
	case doc == 0 && !isDataOrMain(p):
		faults = append(faults, Fault{p.Folder, "has no doc.go", saysDoc})
	}
	return faults
}

// isDataOrMain excepts what may have its doc comment on top of one file: data
// folders, programs and helpers of tests.
func isDataOrMain(p *Package) bool {
	main := p.Files[0].Syntax.Name.Name == "main"
	if p.Place.Floor != Data && !main && !p.helpsTests() {
		return false
	}
	for _, f := range p.Files {
		if f.Syntax.Doc != nil {
			return true
		}
	}
	return false
}

// checkNames wants a doc comment at every exported name of the package.
func checkNames(p *Package) (faults []Fault) {
	for _, f := range p.Files {
		if f.Test {
			continue
		}
		for _, decl := range f.Syntax.Decls {
			for _, name := range bareNames(decl) {
				faults = append(faults, Fault{f.Path, name + " has no doc comment", saysNames})
			}
		}
	}
	return faults
}

// bareNames are the exported names of a declaration that nothing explains. A
// comment above a group of constants or variables speaks for all of them.
func bareNames(decl ast.Decl) (names []string) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && exportedReceiver(d) && !conventional(d) {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			names = append(names, bareSpec(d, spec)...)
		}
	}
	return names
}

func bareSpec(d *ast.GenDecl, spec ast.Spec) (names []string) {
	switch s := spec.(type) {
	case *ast.TypeSpec:
		if s.Name.IsExported() && s.Doc == nil && s.Comment == nil && d.Doc == nil {
			names = append(names, s.Name.Name)
		}
	case *ast.ValueSpec:
		for _, n := range s.Names {
			if n.IsExported() && s.Doc == nil && s.Comment == nil && d.Doc == nil {
				names = append(names, n.Name)
			}
		}
	}
	return names
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return true
	}
	t := d.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return false
		}
	}
}

// conventional methods say with their name alone what they are.
func conventional(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return false
	}
	switch d.Name.Name {
	case "Error", "Unwrap", "String", "Len", "Less", "Swap", "Is":
		return true
	}
	return false
}

var (
	sqliteVersion = regexp.MustCompile(`(?m)^\s*modernc\.org/sqlite v1\.60\.1\b`)
	libcVersion   = regexp.MustCompile(`(?m)^\s*modernc\.org/libc v1\.77\.1\b`)
)

// checkPair: modernc's sqlite works only with the libc that it was translated for.
func checkPair(fsys fs.FS) ([]Fault, error) {
	text, err := fs.ReadFile(fsys, "go.mod")
	if err != nil {
		return nil, fmt.Errorf("reading the house: %w", err)
	}
	if sqliteVersion.Match(text) && libcVersion.Match(text) {
		return nil, nil
	}
	return []Fault{{"go.mod", "names another pair of modernc.org/sqlite and modernc.org/libc", saysPair}}, nil
}

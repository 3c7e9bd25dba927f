package floors

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"sort"
	"strconv"
	"strings"
)

const module = "preceptor"

// Package is one folder with Go files.
type Package struct {
	Folder string // relative to the repository, "internal/db"
	Place  Place
	Placed bool // whether the table knows the folder
	Files  []File
}

// File is one Go file of a package.
type File struct {
	Path    string
	Test    bool // its name ends in _test.go
	Lines   int
	Imports []string
	Syntax  *ast.File
}

// helpsTests says whether a package is only for tests: it imports testing outside its own tests.
func (p *Package) helpsTests() bool {
	for _, f := range p.Files {
		if !f.Test && f.imports("testing") {
			return true
		}
	}
	return false
}

func (f *File) imports(pkg string) bool {
	for _, i := range f.Imports {
		if i == pkg {
			return true
		}
	}
	return false
}

// Read parses every Go file below the root of fsys, hidden folders, testdata
// and vendored code excepted. Packages come sorted by folder.
func Read(fsys fs.FS) ([]*Package, error) {
	packages := map[string]*Package{}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && skipped(name):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		file, err := readFile(fsys, name)
		if err != nil {
			return err
		}
		folder := path.Dir(name)
		if packages[folder] == nil {
			packages[folder] = newPackage(folder)
		}
		packages[folder].Files = append(packages[folder].Files, file)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the house: %w", err)
	}
	return sorted(packages), nil
}

func skipped(folder string) bool {
	switch folder {
	case ".":
		return false
	case "bin", "data", "shots", "tmp": // not kept, see .gitignore
		return true
	}
	switch base := path.Base(folder); base {
	case "testdata", "vendored", "node_modules":
		return true
	default:
		return strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")
	}
}

func newPackage(folder string) *Package {
	place, ok := PlaceOf(folder)
	return &Package{Folder: folder, Place: place, Placed: ok}
}

func readFile(fsys fs.FS, name string) (File, error) {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return File{}, err
	}
	syntax, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return File{}, err
	}
	file := File{Path: name, Test: strings.HasSuffix(name, "_test.go"), Lines: strings.Count(string(text), "\n"), Syntax: syntax}
	for _, spec := range syntax.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return File{}, err
		}
		file.Imports = append(file.Imports, imported)
	}
	return file, nil
}

func sorted(packages map[string]*Package) []*Package {
	out := make([]*Package, 0, len(packages))
	for _, p := range packages {
		out = append(out, p)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Folder < out[j].Folder })
	return out
}

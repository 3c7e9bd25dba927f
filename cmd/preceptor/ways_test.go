package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// onFiles are the commands that read files or standard input and write answers,
// and open no installation.
var onFiles = []string{
	"irt fit", "irt score", "cat simulate", "exam report", "exam osce", "cards replay", "cards fit",
	"case check", "case show", "case import", "case schema", "patient talk", "patient exam", "mark", "validate",
	"ledger verify", "ledger key", "search", "index build", "version",
}

// servers are the commands whose ways in are pages and API, walked in internal/app.
var servers = []string{"serve", "demo"}

// passing are functions that open a database of the command's own, which is gone
// when it ends and holds nothing of an installation.
var passing = []string{"voice.openGate"}

// opening are the functions that reach into an installation.
var opening = []string{"db.Open", "app.Open", "privacy.OpenKeyFile"}

// TestEveryCommandAsksThePolicy: whoever works at the machine's command line is
// policy.Operator, and each command on an installation asks what it may do.
func TestEveryCommandAsksThePolicy(t *testing.T) {
	calls, actions := readCalls(t), readActions(t)
	for _, own := range passing {
		if calls[own] == nil {
			t.Errorf("there is no %s any more", own)
		}
		delete(calls, own)
	}
	parser, err := kong.New(&CLI{})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, leaf := range parser.Model.Leaves(false) {
		name := commandName(leaf)
		all = append(all, name)
		run := leaf.Target.Type().Name() + ".Run"
		if calls[run] == nil {
			t.Errorf("%s: no method %s", name, run)
			continue
		}
		opens := reachesAny(calls.from(run, true), opening)
		surely := calls.from(run, false)
		asks := surely["policy.Operator"] && reachesAny(surely, actions)
		switch {
		case slices.Contains(onFiles, name) && opens:
			t.Errorf("%s opens an installation but stands in the list of commands on files", name)
		case slices.Contains(onFiles, name), slices.Contains(servers, name):
		case !asks:
			t.Errorf("%s neither stands in the list of commands on files nor asks the policy as its operator", name)
		}
	}
	for _, name := range slices.Concat(onFiles, servers) {
		if !slices.Contains(all, name) {
			t.Errorf("there is no command %s any more", name)
		}
	}
}

// commandName is the path of a command without its arguments.
func commandName(n *kong.Node) string {
	var words []string
	for ; n.Parent != nil; n = n.Parent {
		if n.Type == kong.CommandNode {
			words = append([]string{n.Name}, words...)
		}
	}
	return strings.Join(words, " ")
}

func reachesAny(reached map[string]bool, wanted []string) bool {
	return slices.ContainsFunc(wanted, func(name string) bool { return reached[name] })
}

// callGraph holds what each function and method of this package names: its own
// functions, "package.Name" of others, and ".method" of something.
type callGraph map[string]map[string]bool

// from is everything that a function reaches. A method that several types have
// is followed to all of them when wide, to none otherwise. One that only a single
// type has is that type's: unexported, it can be no other package's.
func (g callGraph) from(start string, wide bool) map[string]bool {
	reached := map[string]bool{}
	for open := []string{start}; len(open) > 0; {
		name := open[0]
		open = open[1:]
		for next := range g[name] {
			for _, to := range g.meant(next, wide) {
				if !reached[to] {
					reached[to] = true
					open = append(open, to)
				}
			}
		}
	}
	return reached
}

func (g callGraph) meant(name string, wide bool) []string {
	if !strings.HasPrefix(name, ".") {
		return []string{name}
	}
	var all []string
	for known := range g {
		if strings.HasSuffix(known, name) {
			all = append(all, known)
		}
	}
	if !wide && (len(all) != 1 || ast.IsExported(name[1:])) {
		return nil
	}
	return all
}

// readCalls reads the package's own source.
func readCalls(t *testing.T) callGraph {
	t.Helper()
	graph := callGraph{}
	for _, file := range parseFolder(t, ".") {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok {
				graph[functionName(f)] = namesIn(f.Body)
			}
		}
	}
	return graph
}

func functionName(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	receiver := f.Recv.List[0].Type
	if pointer, ok := receiver.(*ast.StarExpr); ok {
		receiver = pointer.X
	}
	return receiver.(*ast.Ident).Name + "." + f.Name.Name
}

func namesIn(body *ast.BlockStmt) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			names[n.Name] = true
		case *ast.SelectorExpr:
			if of, ok := n.X.(*ast.Ident); ok {
				names[of.Name+"."+n.Sel.Name] = true
			}
			names["."+n.Sel.Name] = true
			ast.Inspect(n.X, func(inner ast.Node) bool {
				maps.Copy(names, shallow(inner))
				return true
			})
			return false
		}
		return true
	})
	return names
}

// shallow are the names of a node that stands before a dot.
func shallow(n ast.Node) map[string]bool {
	switch n := n.(type) {
	case *ast.Ident:
		return map[string]bool{n.Name: true}
	case *ast.SelectorExpr:
		names := map[string]bool{"." + n.Sel.Name: true}
		if of, ok := n.X.(*ast.Ident); ok {
			names[of.Name+"."+n.Sel.Name] = true
		}
		return names
	}
	return nil
}

// readActions are the names of the policy's actions, as this package writes them.
func readActions(t *testing.T) []string {
	t.Helper()
	var actions []string
	for _, file := range parseFolder(t, "../../internal/policy") {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Action" {
				for _, name := range spec.Names {
					actions = append(actions, "policy."+name.Name)
				}
			}
			return true
		})
	}
	if len(actions) < 40 {
		t.Fatalf("only %d actions found", len(actions))
	}
	return actions
}

func parseFolder(t *testing.T, folder string) (files []*ast.File) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

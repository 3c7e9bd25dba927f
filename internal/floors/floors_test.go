package floors

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// TestTheHouseIsKept reads the whole repository.
func TestTheHouseIsKept(t *testing.T) {
	faults, err := Check(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range faults {
		t.Error(fault)
	}
}

// The map that people read shows the rows that the test reads.
func TestTheMapShowsTheTable(t *testing.T) {
	text, err := os.ReadFile("../../docs/ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, floor := range []Floor{Engines, Things} {
		row := strings.ReplaceAll(strings.Join(rooms[floor], ", "), "internal/", "")
		if !strings.Contains(string(text), "internal/{"+row+"}") {
			t.Errorf("docs/ARCHITECTURE.md does not show internal/{%s}", row)
		}
	}
}

const goodMod = "module preceptor\nrequire (\n\tmodernc.org/sqlite v1.60.1\n\tmodernc.org/libc v1.77.1 // indirect\n)\n"

// house builds a repository from pairs of path and text and returns its faults.
func house(t *testing.T, files map[string]string) []Fault {
	t.Helper()
	fsys := fstest.MapFS{"go.mod": {Data: []byte(goodMod)}}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
		folder := name[:strings.LastIndex(name, "/")]
		doc := folder + "/doc.go"
		if _, given := files[doc]; !given {
			fsys[doc] = &fstest.MapFile{Data: []byte("// Package p is.\npackage p\n")}
		}
	}
	faults, err := Check(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return faults
}

func TestEachRuleFindsItsFault(t *testing.T) {
	imports := func(path string) string { return "package p\nimport _ \"" + path + "\"\n" }
	for _, c := range []struct{ file, text, sentence string }{
		{"internal/gossip/a.go", "package p\n", saysTable},
		{"internal/db/a.go", imports("preceptor/internal/cases"), saysEngines},
		{"internal/cases/a.go", imports("preceptor/internal/encounter"), saysDown},
		{"internal/cases/a_test.go", imports("preceptor/internal/web"), saysDown},
		{"measure/irt/a.go", imports("preceptor/internal/db"), saysDown},
		{"migrations/a.go", imports("preceptor/internal/db"), saysDown},
		{"internal/encounter/a.go", imports("preceptor/internal/tutor"), saysActivities},
		{"internal/ledger/a.go", imports("preceptor/internal/record"), saysLeft},
		{"internal/encounter/a.go", imports("preceptor/internal/llm"), saysGate},
		{"internal/library/a.go", imports("preceptor/internal/llm"), saysGate},
		{"measure/irt/a.go", imports("os"), saysPure},
		{"measure/irt/a.go", imports("net/http"), saysPure},
		{"language/a.go", imports("golang.org/x/text/unicode/norm"), saysPure},
		{"language/a.go", "package p\nimport \"time\"\nvar at = time.Now()\n", saysPure},
		{"language/a.go", "package p\nimport clock \"time\"\nfunc f() { clock.Sleep(1) }\n", saysPure},
		{"measure/irt/a.go", "package p\nimport \"math/rand/v2\"\nvar x = rand.Float64()\n", saysClock},
		{"internal/record/a.go", "package p\nimport \"time\"\nvar now = time.Now\n", saysClock},
		{"internal/people/a.go", "package p\nimport \"net/http\"\nvar c http.Client\n", saysNetwork},
		{"internal/app/a.go", "package p\nimport \"net\"\nvar c, err = net.Dial(\"tcp\", \"x:1\")\n", saysNetwork},
		{"internal/web/a.go", "package p\nconst q = `SELECT id FROM people`\n", saysFaces},
		{"cmd/preceptor/a.go", "package p\nconst q = \"DELETE FROM people\"\n", saysFaces},
		{"internal/api/a.go", imports("database/sql"), saysFaces},
		{"internal/people/service.go", "package p\nconst q = `\n\tUPDATE people SET name = ?`\n", saysStore},
		{"internal/people/service.go", "package p\nvar q = `WITH x AS (` + inner + `) SELECT 1`\nconst inner = ``\n", saysStore},
		{"internal/people/a.go", "package p\nfunc Bare() {}\n", saysNames},
		{"internal/people/a.go", "package p\ntype Bare struct{}\n", saysNames},
		{"internal/people/a.go", "package p\nvar Bare = 1\n", saysNames},
		{"internal/people/a.go", "package p\n// T is.\ntype T[X any] int\nfunc (t *T[X]) Bare() {}\n", saysNames},
		{"internal/people/a.go", "package p\n" + strings.Repeat("\n", 601), saysFiles},
		{"internal/people/a_test.go", "package p\n", saysWorking},
	} {
		files := map[string]string{c.file: c.text}
		if c.sentence != saysWorking {
			files[c.file[:strings.LastIndex(c.file, "/")]+"/b.go"] = "package p\n"
		}
		faults := house(t, files)
		if len(faults) != 1 || faults[0].Sentence != c.sentence {
			t.Errorf("%s\n%.80s\ngave %v\nwant %s", c.file, c.text, faults, c.sentence)
		}
	}
}

func TestWhatIsRightIsLeftAlone(t *testing.T) {
	faults := house(t, map[string]string{
		"measure/irt/a.go":      "package p\nimport (\n _ \"embed\"\n _ \"math\"\n _ \"math/rand/v2\"\n _ \"gonum.org/v1/gonum/mat\"\n _ \"preceptor/measure/cat\"\n)\n",
		"measure/cat/a.go":      "package p\nimport \"time\"\n// D is.\ntype D time.Duration\n",
		"measure/cat/a_test.go": "package p\nimport _ \"os\"\nimport _ \"pgregory.net/rapid\"\n",
		"internal/gate/a.go":    "package p\nimport _ \"preceptor/internal/llm\"\nimport _ \"preceptor/internal/policy\"\n",
		"internal/app/a.go":     "package p\nimport _ \"preceptor/internal/llm\"\nimport \"time\"\nvar now = time.Now\n",
		"internal/llm/a.go":     "package p\nimport \"net/http\"\nvar c http.Client\n",
		"internal/people/store.go": "package p\nconst q = `SELECT id FROM people`\n" +
			"// A and B are.\nconst (\n A = 1\n B = 2\n)\ntype err int\nfunc (err) Error() string { return \"Select one.\" }\n",
		"internal/web/page.go":      "package p\nconst words = \"Select a case\"\nconst more = \"Update your name\"\n",
		"tmp/look/a.go":             "package main\n",
		"internal/ledger/a.go":      "package p\nimport _ \"preceptor/internal/db\"\n",
		"internal/ledger/a_test.go": "package p\nimport _ \"preceptor/internal/privacy\"\nimport _ \"preceptor/internal/db/dbtest\"\n",
		"internal/db/dbtest/a.go":   "// Package dbtest is.\npackage p\nimport \"testing\"\nimport \"time\"\n// Now is.\nfunc Now(testing.TB) any { return time.Now() }\n",
	})
	for _, fault := range faults {
		t.Error(fault)
	}
}

func TestDocGoIsWanted(t *testing.T) {
	faults, err := Check(fstest.MapFS{
		"go.mod":               {Data: []byte(strings.Replace(goodMod, "v1.77.1", "v1.78.0", 1))},
		"internal/people/a.go": {Data: []byte("package people\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(faults) != 2 || faults[0].Sentence != saysDoc || faults[1].Sentence != saysPair {
		t.Errorf("got %v", faults)
	}
}

func TestABrokenFileIsNamed(t *testing.T) {
	_, err := Check(fstest.MapFS{"internal/db/a.go": {Data: []byte("packag db")}})
	if err == nil || !strings.Contains(err.Error(), "internal/db/a.go") {
		t.Errorf("got %v", err)
	}
}

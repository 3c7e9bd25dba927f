package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const smallCorpus = `{"id":"asthma","title":"What is asthma?","text":"Asthma narrows the airways. An inhaler opens them – at once."}
{"id":"heart","title":"Heart attack","text":"Señor, chest pain & sweating: call an ambulance.","extra":1}
`

func searchIn(t *testing.T, in string, args ...string) (status int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	status = run(args, &Streams{In: strings.NewReader(in), Out: &o, Err: &e})
	return status, o.String(), e.String()
}

func corpusFile(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "corpus.jsonl")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestSearchAnswersLineByLine(t *testing.T) {
	corpus, folder := corpusFile(t, smallCorpus), filepath.Join(t.TempDir(), "index")
	queries := `{"id":"1","query":"who calls an ambulance for pain"}` + "\n" + `{"id":2,"query":"zebra"}` + "\n"
	status, out, errs := searchIn(t, queries, "search", "--corpus", corpus)
	want := `{"id":"1","hits":[{"doc":"heart","score":`
	if status != 0 || !strings.HasPrefix(out, want) || !strings.Contains(out, `"start":0,"end":48,"text":"Señor, chest pain & sweating: call an ambulance."}]}`) || !strings.HasSuffix(out, "\n"+`{"id":2,"hits":[]}`+"\n") {
		t.Errorf("status %d: %s%s", status, out, errs)
	}
	if status, out, errs := searchIn(t, "", "index", "build", "--corpus", corpus, "--out", folder); status != 0 || out != "" {
		t.Errorf("status %d: %s%s", status, out, errs)
	}
	if status, again, errs := searchIn(t, queries, "search", "--index", folder); status != 0 || again != out {
		t.Errorf("status %d: the index gave\n%s%s, the corpus\n%s", status, again, errs, out)
	}
}

func TestSearchNamesTheFault(t *testing.T) {
	corpus := corpusFile(t, smallCorpus)
	for _, c := range []struct {
		in, want string
		args     []string
	}{
		{"{}\n", "line 1: field query is missing", []string{"search", "--corpus", corpus}},
		{"{\"query\":\"x\"}\nx\n", "line 2: ", []string{"search", "--corpus", corpus}},
		{"", `the corpus: line 2: "a": two documents`, []string{"search", "--corpus", corpusFile(t, `{"id":"a","text":""}`+"\n"+`{"id":"a","text":""}`)}},
		{"", "the corpus: line 1: fields id and text are needed", []string{"index", "build", "--out", t.TempDir(), "--corpus", corpusFile(t, `{"id":"a"}`)}},
		{"", "the corpus: cannot open the input", []string{"search", "--corpus", corpus + "x"}},
		{"", "holds no index", []string{"search", "--index", t.TempDir()}},
		{"", "--top must be at least 1", []string{"search", "--corpus", corpus, "--top", "0"}},
		{"", "missing flags", []string{"search"}},
	} {
		if status, _, errs := searchIn(t, c.in, c.args...); status != 2 || !strings.Contains(errs, c.want) {
			t.Errorf("%v: status %d: %s", c.args, status, errs)
		}
	}
}

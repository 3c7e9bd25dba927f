package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"preceptor/internal/api"
	"preceptor/internal/db/dbtest"
)

var update = flag.Bool("update", false, "write docs/openapi.json and the table of docs/api.md anew")

const (
	committed = "../../docs/openapi.json"
	handbook  = "../../docs/api.md"
)

// described is the OpenAPI document, with its schemas ready for use.
type described struct {
	document map[string]any
	compiler *jsonschema.Compiler
	sync.Mutex
}

func describe(raw []byte) *described {
	d := &described{compiler: jsonschema.NewCompiler()}
	d.compiler.DefaultDraft(jsonschema.Draft2020)
	d.compiler.AssertFormat()
	d.document = must(jsonschema.UnmarshalJSON(bytes.NewReader(raw))).(map[string]any)
	if err := d.compiler.AddResource("openapi.json", d.document); err != nil {
		panic(err)
	}
	return d
}

// accepts checks a value with the schema at a JSON Pointer of the document.
func (d *described) accepts(pointer string, value any) error {
	d.Lock()
	defer d.Unlock()
	schema, err := d.compiler.Compile("openapi.json#" + pointer)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return schema.Validate(must(jsonschema.UnmarshalJSON(bytes.NewReader(raw))))
}

var description = sync.OnceValue(func() *described { return describe(must(os.ReadFile(committed))) })

func escape(part string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(part)
}

// describedAs holds an answer against the description of its operation.
func (h *house) describedAs(r *http.Request, answer reply) {
	h.t.Helper()
	if len(answer.body) == 0 || !strings.Contains(answer.Header.Get("Content-Type"), "json") || strings.Contains(answer.Header.Get("Content-Type"), "jsonl") {
		return
	}
	pointer := "/components/schemas/Problem"
	if answer.StatusCode < 400 {
		route := h.routeOf(r)
		pointer = fmt.Sprintf("/paths/%s/%s/responses/%d/content/application~1json/schema", escape(route.Pattern), strings.ToLower(route.Method), answer.StatusCode)
	}
	var value any
	if err := json.Unmarshal(answer.body, &value); err != nil {
		h.t.Fatalf("not JSON: %s", answer.body)
	}
	if err := description().accepts(pointer, value); err != nil {
		h.t.Errorf("%s %s answers otherwise than described: %v\n%s", r.Method, r.URL.Path, err, answer.body)
	}
}

func (h *house) routeOf(r *http.Request) api.Route {
	for _, route := range h.api.Routes() {
		pattern := regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(route.Pattern), `\{id\}`, `[^/]+`) + "$")
		if route.Method == r.Method && pattern.MatchString(r.URL.Path) {
			return route
		}
	}
	h.t.Fatalf("no route for %s %s", r.Method, r.URL.Path)
	return api.Route{}
}

func TestTheCommittedDescriptionIsFresh(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	fresh := must(api.Document(h.api.Routes(), "1"))
	if *update {
		if err := os.WriteFile(committed, fresh, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if old, err := os.ReadFile(committed); err != nil || !bytes.Equal(old, fresh) {
		t.Errorf("docs/openapi.json is not what the routes say (%v): go test ./internal/api -run Fresh -update", err)
	}
}

func TestTheDescriptionIsOpenAPI(t *testing.T) {
	d := description()
	essentials := must(jsonschema.UnmarshalJSON(bytes.NewReader(must(os.ReadFile("testdata/openapi-3.1.schema.json")))))
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("essentials.json", essentials); err != nil {
		t.Fatal(err)
	}
	if err := must(compiler.Compile("essentials.json")).Validate(d.document); err != nil {
		t.Error(err)
	}
}

// TestTheDescriptionIsSound checks what a schema cannot say.
func TestTheDescriptionIsSound(t *testing.T) {
	d := description()
	seen := map[string]string{}
	for path, methods := range d.document["paths"].(map[string]any) {
		for method, operation := range methods.(map[string]any) {
			at, o := method+" "+path, operation.(map[string]any)
			name, _ := o["operationId"].(string)
			if seen[name] != "" || !regexp.MustCompile(`^[a-z][A-Za-z]+$`).MatchString(name) {
				t.Errorf("%s: the operationId %q is missing, odd or that of %s", at, name, seen[name])
			}
			seen[name] = at
			if summary, _ := o["summary"].(string); len(summary) < 5 || strings.HasSuffix(summary, ".") {
				t.Errorf("%s: summary %q", at, summary)
			}
			checkParameters(t, d, at, path, o)
			checkResponses(t, d, at, path, method, o)
			checkRequest(t, d, at, path, method, o)
		}
	}
}

func checkParameters(t *testing.T, d *described, at, path string, o map[string]any) {
	t.Helper()
	all, _ := o["parameters"].([]any)
	var inPath []string
	for n, p := range all {
		parameter := p.(map[string]any)
		if parameter["in"] == "path" {
			inPath = append(inPath, "{"+parameter["name"].(string)+"}")
		}
		if example, has := parameter["example"]; has {
			method, _, _ := strings.Cut(at, " ")
			if err := d.accepts(fmt.Sprintf("/paths/%s/%s/parameters/%d/schema", escape(path), method, n), example); err != nil {
				t.Errorf("%s: the example of %s: %v", at, parameter["name"], err)
			}
		}
	}
	if want := regexp.MustCompile(`\{[a-z]+\}`).FindAllString(path, -1); !slices.Equal(inPath, want) {
		t.Errorf("%s: path parameters %v", at, inPath)
	}
}

func checkResponses(t *testing.T, d *described, at, path, method string, o map[string]any) {
	t.Helper()
	responses := o["responses"].(map[string]any)
	successes := 0
	for status, response := range responses {
		if status[0] != '2' {
			continue
		}
		successes++
		content, _ := response.(map[string]any)["content"].(map[string]any)
		for media, body := range content {
			pointer := fmt.Sprintf("/paths/%s/%s/responses/%s/content/%s/schema", escape(path), method, status, escape(media))
			checkExample(t, d, at, pointer, body.(map[string]any))
		}
	}
	if _, other := responses["default"]; successes != 1 || !other {
		t.Errorf("%s: %d successes; the answers are %v", at, successes, slices.Sorted(maps.Keys(responses)))
	}
}

func checkRequest(t *testing.T, d *described, at, path, method string, o map[string]any) {
	t.Helper()
	request, has := o["requestBody"].(map[string]any)
	if !has {
		return
	}
	for media, body := range request["content"].(map[string]any) {
		pointer := fmt.Sprintf("/paths/%s/%s/requestBody/content/%s/schema", escape(path), method, escape(media))
		checkExample(t, d, at, pointer, body.(map[string]any))
	}
}

func checkExample(t *testing.T, d *described, at, pointer string, body map[string]any) {
	t.Helper()
	example, has := body["example"]
	if !has {
		t.Errorf("%s has no example", at)
		return
	}
	if err := d.accepts(pointer, example); err != nil {
		t.Errorf("%s: the example does not fit: %v", at, err)
	}
}

func TestEveryReferenceLeadsSomewhere(t *testing.T) {
	d := description()
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if ref, ok := v["$ref"].(string); ok {
				at := any(d.document)
				for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
					next, _ := at.(map[string]any)
					at = next[part]
				}
				if at == nil {
					t.Errorf("%s leads nowhere", ref)
				}
			}
			for _, child := range v {
				walk(child)
			}
		case []any:
			for _, child := range v {
				walk(child)
			}
		}
	}
	walk(d.document)
}

// TestTheHandbookListsEveryOperation keeps the table of docs/api.md.
func TestTheHandbookListsEveryOperation(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	var table strings.Builder
	table.WriteString("| operation | what it does | asks the policy | scope of a token |\n|---|---|---|---|\n")
	for _, r := range h.api.Routes() {
		fmt.Fprintf(&table, "| `%s %s` | %s | %s | %s |\n", r.Method, strings.TrimPrefix(r.Pattern, api.Prefix), r.Summary, actionWords(r), scopeWords(r))
	}
	text := string(must(os.ReadFile(handbook)))
	const begin, end = "<!-- operations -->\n", "<!-- end of operations -->"
	head, rest, found := strings.Cut(text, begin)
	old, tail, closed := strings.Cut(rest, end)
	switch {
	case !found || !closed:
		t.Fatal("docs/api.md has lost the marks of its table")
	case *update:
		if err := os.WriteFile(handbook, []byte(head+begin+table.String()+end+tail), 0o644); err != nil {
			t.Fatal(err)
		}
	case old != table.String():
		t.Error("the table of docs/api.md is not what the routes say: go test ./internal/api -run Handbook -update")
	}
}

func actionWords(r api.Route) string {
	if r.Action == api.Public {
		return "nothing: it is public"
	}
	return "`" + string(r.Action) + "`"
}

func scopeWords(r api.Route) string {
	scope, known := scopeOf(r)
	switch {
	case !known:
		return "none needed"
	case scope == "":
		return "no token may"
	}
	return "`" + string(scope) + "`"
}

func TestEveryProblemHasOneStatusPerType(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	titles := map[string]bool{}
	for _, p := range h.api.Problems() {
		key := p.Type + " " + strconv.Itoa(p.Status)
		titles[key] = true
		if !strings.HasPrefix(p.Type, api.TypePrefix) || p.Title == "" || p.Detail == "" || p.Status < 400 {
			t.Errorf("%+v", p)
		}
	}
	if len(titles) < 20 {
		t.Errorf("only %d kinds of problems", len(titles))
	}
}

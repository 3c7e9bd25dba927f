package app_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"preceptor/internal/api"
	"preceptor/internal/policy"
	"preceptor/internal/web"
)

var update = flag.Bool("update", false, "write testdata/ways.txt anew")

// openPages are the pages that need nobody to be signed in. They show nothing
// of anybody; the invitation's secret is its own right.
var openPages = []string{
	"GET /sign-in", "POST /sign-in", "POST /sign-in/demo", "POST /sign-in/passkey/begin", "POST /sign-in/passkey/finish",
	"GET /join/{id}", "POST /join/{id}", "POST /look/theme", "POST /look/language",
	"GET /assets/{name...}", "GET /sw.js", "GET /favicon.ico", "GET /offline", "GET /healthz", "GET /style",
}

// ownPages concern only the account, the sessions and the tokens of whoever is
// signed in; no identifier in them reaches another's.
var ownPages = []string{
	"GET /{$}", "POST /sign-out", "GET /settings", "POST /settings/password", "POST /settings/passkeys/begin", "POST /settings/passkeys/finish",
	"POST /settings/passkeys/{id}/remove", "POST /settings/sessions/{id}/end", "POST /settings/tokens", "POST /settings/tokens/{id}/revoke",
}

// TestEveryWayInOverTheNetworkAsksThePolicy walks pages and API. The commands
// are walked in cmd/preceptor.
func TestEveryWayInOverTheNetworkAsksThePolicy(t *testing.T) {
	w := newWorld(t)
	for _, r := range w.shell.Routes() {
		name := r.Method + " " + r.Pattern
		_, asks := policy.MetaOf(policy.Action(r.Action))
		switch {
		case r.Action == web.Public && slices.Contains(openPages, name):
		case r.Action == web.Own && slices.Contains(ownPages, name):
		case asks && strings.Contains(r.Pattern, "{id}") && r.Kind == "":
			t.Errorf("%s: the policy is asked %s, but not about what", name, r.Action)
		case !asks:
			t.Errorf("%s: nobody is asked: its action is %q", name, r.Action)
		}
	}
	for _, r := range w.api.Routes() {
		name := r.Method + " " + r.Pattern
		meta, asks := policy.MetaOf(r.Action)
		switch {
		case r.Action == api.Public && name == "GET /api/v1/openapi.json":
		case !asks:
			t.Errorf("%s: nobody is asked: its action is %q", name, r.Action)
		case r.Lists() && (meta.Kind.Table() == "" || strings.Contains(r.Pattern, "{id}")):
			t.Errorf("%s: a list of %s cannot be kept to a scope", name, meta.Kind)
		}
	}
}

// TestWhoMayDoWhat knocks at every way in as everybody and compares with
// testdata/ways.txt, which humans read.
func TestWhoMayDoWhat(t *testing.T) {
	w := newWorld(t)
	table := w.table()
	const file = "testdata/ways.txt"
	if *update {
		if err := os.WriteFile(file, []byte(table), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if table == string(want) {
		return
	}
	got, old := strings.Split(table, "\n"), strings.Split(string(want), "\n")
	for n := range max(len(got), len(old)) {
		if n >= len(got) || n >= len(old) || got[n] != old[n] {
			t.Fatalf("line %d is\n\t%s\nand was\n\t%s\nRead what changed before: go test ./internal/app -run WhoMay -update", n+1, line(got, n), line(old, n))
		}
	}
}

func line(lines []string, n int) string {
	if n < len(lines) {
		return lines[n]
	}
	return "(nothing)"
}

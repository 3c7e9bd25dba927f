package pages

import (
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"preceptor/internal/people"
	"preceptor/internal/record"
)

// browser is somebody at the pages, without scripts.
type browser struct {
	t      *testing.T
	house  *house
	client *http.Client
	at     string
}

// serve answers at a loopback address until the test ends.
func (h *house) serve(t *testing.T) *httptest.Server {
	t.Helper()
	shell, err := Shell(h.App)
	h.must(err)
	handler, err := shell.Handler()
	h.must(err)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

// visit opens the demonstration's pages for somebody who signs in with one click.
func (h *house) visit(t *testing.T, server *httptest.Server, role people.Role) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	h.must(err)
	b := &browser{t: t, house: h, client: &http.Client{Jar: jar}, at: server.URL}
	b.post("/sign-in/demo", url.Values{"person": {h.as(role).ID}})
	return b
}

func (b *browser) get(path string) string {
	b.t.Helper()
	answer, err := b.client.Get(b.at + path)
	return b.read(path, answer, err)
}

func (b *browser) post(path string, form url.Values) string {
	b.t.Helper()
	answer, err := b.client.PostForm(b.at+path, form)
	return b.read("POST "+path, answer, err)
}

func (b *browser) read(what string, answer *http.Response, err error) string {
	b.t.Helper()
	b.house.must(err)
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	b.house.must(err)
	if answer.StatusCode != http.StatusOK {
		b.t.Fatalf("%s: %d", what, answer.StatusCode)
	}
	return string(page)
}

// status is what a page answers without being read.
func (b *browser) status(path string) int {
	b.t.Helper()
	answer, err := b.client.Get(b.at + path)
	b.house.must(err)
	answer.Body.Close()
	return answer.StatusCode
}

// hidden reads a hidden field of a page's form.
func (b *browser) hidden(page, name string) string {
	b.t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if found == nil {
		b.t.Fatalf("the page has no field %s", name)
	}
	return found[1]
}

func (b *browser) says(page string, words ...string) {
	b.t.Helper()
	for _, w := range words {
		if !strings.Contains(page, w) {
			b.t.Errorf("the page does not say %q", w)
		}
	}
}

// A learner talks with a patient and reads the marks; the educator overrules
// one; the learner reads why; an administrator sees nothing of it.
func TestFromTheDoorToAnOverruledMark(t *testing.T) {
	h := newHouse(t, nil)
	server := h.serve(t)

	amara := h.visit(t, server, people.Learner)
	brief := amara.get("/cases/" + chestPain)
	amara.says(brief, "Margaret Osei")
	e := amara.hidden(brief, "encounter")
	page := amara.post("/cases/"+chestPain+"/start", url.Values{"encounter": {e}, "purpose": {"shared"}})
	for _, said := range []struct{ kind, text, answer string }{
		{"say", "When did it start?", "half past seven"},
		{"say", "Does the pain go anywhere else, to your arms, neck or jaw?", "jaw"},
		{"say", "Is it alright if I examine you?", ""},
		{"examine", "measure the blood pressure", "mmHg"},
		{"order", "12-lead ECG", "ECG"},
	} {
		page = amara.post("/encounters/"+e+"/turns", url.Values{"turn": {amara.hidden(page, "turn")}, "kind": {said.kind}, "text": {said.text}})
		amara.says(page, said.answer)
	}
	debrief := amara.post("/encounters/"+e+"/finish", url.Values{"finish": {amara.hidden(page, "finish")}, "diagnosis": {"NSTEMI"}, "why": {"Jaw & sweating"}, "confidence": {"high"}})
	amara.says(debrief, "NSTEMI", "Jaw &amp; sweating", "When did it start?")

	jonas := h.visit(t, server, people.Educator)
	jonas.says(jonas.get("/reviews"), "Amara Okonkwo", "/encounters/"+e+"/review")
	review := jonas.get("/encounters/" + e + "/review")
	item := regexp.MustCompile(`(?s)class="item missed[^"]*" id="item-([\w-]+)".*?name="version" value="(\d+)"`).FindStringSubmatch(review)
	if item == nil {
		t.Fatal("the educator cannot overrule what was missed")
	}
	after := jonas.post("/encounters/"+e+"/overrule", url.Values{"item": {item[1]}, "version": {item[2]}, "verdict": {"met"}, "reason": {"She asked it at the bedside."}})
	jonas.says(after, "She asked it at the bedside.", "Jonas Lindqvist")

	amara.says(amara.get("/encounters/"+e+"/debrief"), "She asked it at the bedside.", "Jonas Lindqvist")
	kept, err := h.Records.List(ctx, record.Query{Scope: record.AllOf, Activity: record.Activity{Kind: "encounter", ID: e}})
	h.must(err)
	if len(kept) != 1 || kept[0].Provenance.Marker != "human" {
		t.Errorf("%+v", kept)
	}
	samir := h.visit(t, server, people.Administrator)
	for _, path := range []string{"", "/debrief", "/review"} {
		if status := samir.status("/encounters/" + e + path); status != http.StatusNotFound {
			t.Errorf("the administrator gets %d at %s", status, path)
		}
	}
	_, err = h.Ledger.Integrate(ctx)
	h.must(err)
	ruth := h.visit(t, server, people.GovernanceOfficer)
	ruth.says(ruth.get("/ledger"), "mark.overruled")
}

// A first page never offers a way that the policy then closes.
func TestEveryLinkOfAFirstPageOpens(t *testing.T) {
	h := newHouse(t, nil)
	server := h.serve(t)
	link := regexp.MustCompile(`href="(/[^"#]*)"`)
	for _, role := range people.Roles() {
		b := h.visit(t, server, role)
		followed := 0
		for _, found := range link.FindAllStringSubmatch(b.get("/"), -1) {
			path := html.UnescapeString(found[1])
			if status := b.status(path); status != http.StatusOK {
				t.Errorf("%s: the first page leads to %s, which answers %d", role, path, status)
			}
			followed++
		}
		if followed < 3 {
			t.Errorf("%s: only %d links were found", role, followed)
		}
	}
}

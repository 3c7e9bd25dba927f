package api_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"preceptor/internal/api"
	"preceptor/internal/cases"
	"preceptor/internal/db"
	"preceptor/internal/encounter"
	"preceptor/internal/events"
	"preceptor/internal/id"
	"preceptor/internal/jobs"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
	"preceptor/internal/record"
)

var ctx = context.Background()

// house is a whole installation behind its API, without pages.
type house struct {
	t      testing.TB
	ids    *id.Source
	people *people.Service
	cases  *cases.Catalogue
	ledger *ledger.Ledger
	jobs   *jobs.Queue
	events *events.Stream
	api    *api.API
	http.Handler
	log lockedBuffer

	course people.CourseID
	caseID string

	ana, ben, jonas, mei, ruth, samir people.ID // two learners, educator, educator elsewhere, governance officer, administrator
}

// lockedBuffer is a log that several goroutines write.
type lockedBuffer struct {
	sync.Mutex
	bytes.Buffer
}

// Write appends.
func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.Lock()
	defer b.Unlock()
	return b.Buffer.Write(p)
}

func newHouse(t testing.TB, d *db.DB, pace api.Pace) *house {
	t.Helper()
	dir := t.TempDir()
	h := &house{t: t, ids: id.NewSource(time.Now, rand.Reader)}
	log := slog.New(slog.NewTextHandler(&h.log, nil))
	keys := must(privacy.OpenKeyFile(ctx, filepath.Join(dir, "keys.db"), time.Now))
	t.Cleanup(func() { _ = keys.Close() })
	vault := privacy.NewVault(keys, must(privacy.OpenMaster(filepath.Join(dir, "master.key"), rand.Reader)), rand.Reader, time.Now)
	h.ledger = ledger.New(d, h.ids, must(ledger.OpenSigner(filepath.Join(dir, "ledger.key"), rand.Reader)), log)
	h.people = must(people.New(people.Config{DB: d, IDs: h.ids, Now: time.Now, Entropy: rand.Reader,
		Ledger: people.NotesIn(h.ledger), Names: vault, Cost: people.Cost{Memory: 64, Passes: 1, Threads: 1}}))
	h.cases, h.jobs, h.events = cases.NewCatalogue(d), jobs.NewQueue(d, h.ids), events.New(d, h.ids, 20*time.Millisecond)
	records := record.New(record.Config{DB: d, IDs: h.ids, Vault: vault, Names: vault, Ledger: h.ledger})
	encounters := encounter.New(encounter.Config{DB: d, IDs: h.ids, Cases: h.cases, Vault: vault, Pseudonyms: vault,
		Ledger: h.ledger, Records: records, Events: h.events})
	h.api = must(api.New(api.Services{Policy: must(policy.New(ctx, policy.Embedded{})), People: h.people, Cases: h.cases, Encounters: encounters,
		Records: records, Ledger: h.ledger, Jobs: h.jobs, Events: h.events},
		api.Options{Now: time.Now, NewID: func() string { return id.New[string](h.ids) }, Log: log, Session: cookie, Pace: pace}))
	h.Handler = h.api.Handler()
	h.furnish()
	return h
}

func cookie(r *http.Request) string {
	c, err := r.Cookie("preceptor")
	if err != nil {
		return ""
	}
	return c.Value
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// furnish adds the case, a course and people in it.
func (h *house) furnish() {
	h.t.Helper()
	file := must(os.ReadFile("../../content/cases/acute-chest-pressure.yaml"))
	h.caseID = must(h.cases.Put(ctx, "starter", file, cases.Placing{Status: policy.Approved}, "")).ID
	h.course = must(h.people.AddCourse(ctx, "MED-301", "Clinical reasoning", people.AIWords)).ID
	elsewhere := must(h.people.AddCourse(ctx, "MED-302", "Elsewhere", people.AIWords)).ID
	h.ana, h.ben = h.person("ana"), h.person("ben")
	h.jonas, h.mei = h.person("jonas"), h.person("mei")
	h.ruth, h.samir = h.person("ruth", people.GovernanceOfficer), h.person("samir", people.Administrator)
	h.enrol(h.ana, h.course, people.Learner)
	h.enrol(h.ben, h.course, people.Learner)
	h.enrol(h.jonas, h.course, people.Educator)
	h.enrol(h.mei, elsewhere, people.Educator)
}

func (h *house) person(login string, roles ...people.Role) people.ID {
	return must(h.people.Add(ctx, "", people.Profile{Login: login, Name: login, Language: "en", Zone: "UTC"}, roles...)).ID
}

func (h *house) enrol(who people.ID, course people.CourseID, role people.Role) {
	h.t.Helper()
	if err := h.people.Enrol(ctx, "", people.Enrolment{Person: who, Course: course, Role: role}); err != nil {
		h.t.Fatal(err)
	}
}

// ulid makes an identifier as a client would.
func (h *house) ulid() string { return id.New[string](h.ids) }

// token is an API token of the person; without scopes it has them all.
func (h *house) token(who people.ID, scopes ...people.Scope) string {
	h.t.Helper()
	if len(scopes) == 0 {
		scopes = people.Scopes()
	}
	_, secret, err := h.people.AddToken(ctx, who, "test", scopes, time.Hour)
	if err != nil {
		h.t.Fatal(err)
	}
	return secret
}

// session is the session token of the person's browser.
func (h *house) session(who people.ID) string {
	h.t.Helper()
	return must(h.people.DemoSignIn(ctx, who, people.Device{})).Token
}

// reply is an answer of the API.
type reply struct {
	*http.Response
	body []byte
}

// ask sends a request with a credential, either kind of token, and headers as
// "Name: value". Every answer is held against its description.
func (h *house) ask(credential, method, path, body string, headers ...string) reply {
	h.t.Helper()
	r := httptest.NewRequest(method, api.Prefix+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	switch {
	case strings.HasPrefix(credential, people.TokenPrefix):
		r.Header.Set("Authorization", "Bearer "+credential)
	case credential != "":
		r.AddCookie(&http.Cookie{Name: "preceptor", Value: credential})
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	answer := reply{w.Result(), must(io.ReadAll(w.Result().Body))}
	h.describedAs(r, answer)
	return answer
}

// wants fails unless the answer has the status; it reads its body into out.
func (h *house) wants(status int, answer reply, out any) reply {
	h.t.Helper()
	if answer.StatusCode != status {
		h.t.Fatalf("%d, want %d: %s", answer.StatusCode, status, answer.body)
	}
	if out != nil {
		if err := json.Unmarshal(answer.body, out); err != nil {
			h.t.Fatalf("%v: %s", err, answer.body)
		}
	}
	return answer
}

// refuses fails unless the answer is the problem.
func (h *house) refuses(status int, slug string, answer reply) api.Problem {
	h.t.Helper()
	var p api.Problem
	h.wants(status, answer, &p)
	if p.Type != api.TypePrefix+slug || p.Status != status || p.Detail == "" || p.Request != answer.Header.Get("Request-Id") {
		h.t.Fatalf("%+v, want %s", p, slug)
	}
	return p
}

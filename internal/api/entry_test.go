package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"preceptor/internal/api"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/jobs"
	"preceptor/internal/people"
)

func TestWhoCallsWithWhat(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	session, token := h.session(h.ana), h.token(h.ana)
	h.refuses(http.StatusUnauthorized, "sign-in", h.ask("", "GET", "/me", ""))
	h.refuses(http.StatusUnauthorized, "sign-in", h.ask("prc_unknown", "GET", "/me", ""))
	h.refuses(http.StatusUnauthorized, "sign-in", h.ask("", "GET", "/me", "", "Authorization: Basic YTpi"))
	h.refuses(http.StatusUnauthorized, "sign-in", h.ask(session, "GET", "/me", "", "Authorization: Bearer prc_unknown"))
	h.refuses(http.StatusUnauthorized, "sign-in", h.ask("", "GET", "/me", "", "Authorization: Bearer "+session))
	h.refuses(http.StatusUnauthorized, "sign-in", h.ask("", "GET", "/me", "", "Cookie: preceptor="+token))

	var me api.Me
	h.wants(http.StatusOK, h.ask(session, "GET", "/me", ""), &me)
	if me.ID != h.ana || me.Way != "session" || len(me.Courses) != 1 {
		t.Errorf("by session: %+v", me)
	}
	answer := h.wants(http.StatusOK, h.ask("", "GET", "/me", "", "Authorization: bearer "+token), &me)
	if me.Way != "token" || len(me.Scopes) == 0 || answer.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("by token: %+v", me)
	}
}

// TestAForeignPageCannotUseTheSession: the cookie is there, the page is not ours.
func TestAForeignPageCannotUseTheSession(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	cookie, body := "Cookie: preceptor="+h.session(h.ana), `{"name":"x","scopes":["cases:read"],"days":1}`
	for _, headers := range [][]string{
		{"Sec-Fetch-Site: cross-site"}, {"Sec-Fetch-Site: same-site"}, {"Sec-Fetch-Site: none"}, {"Origin: https://elsewhere.example"}, {"Origin: null"}, {},
	} {
		h.refuses(http.StatusUnauthorized, "sign-in", h.ask("", "POST", "/tokens", body, append(headers, cookie)...))
	}
	h.refuses(http.StatusUnauthorized, "sign-in", h.ask("", "GET", "/me", "", "Sec-Fetch-Site: cross-site", cookie))
	h.wants(http.StatusOK, h.ask("", "GET", "/me", "", cookie), nil)
	h.wants(http.StatusCreated, h.ask("", "POST", "/tokens", body, "Origin: http://example.com", cookie), nil) // httptest's own host
}

func TestTokensReachAsFarAsTheirScopes(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	narrow := h.token(h.ana, people.CasesRead)
	h.wants(http.StatusOK, h.ask(narrow, "GET", "/cases", ""), nil)
	for path, scope := range map[string]people.Scope{
		"/me": people.PeopleRead, "/encounters": people.EncountersRead, "/records": people.RecordsRead, "/encounters/" + h.ulid(): people.EncountersRead,
	} {
		if p := h.refuses(http.StatusForbidden, "scope-missing", h.ask(narrow, "GET", path, "")); p.Scope != scope {
			t.Errorf("%s: told %q", path, p.Scope)
		}
	}
	e := h.talked(h.token(h.ana), "shared")
	all := h.token(h.jonas)
	answer := h.ask(all, "POST", "/encounters/"+string(e.ID)+"/sign-off", "", `If-Match: "9"`)
	if p := h.refuses(http.StatusForbidden, "scope-missing", answer); p.Scope != "" || !strings.Contains(p.Detail, "No API token") {
		t.Errorf("signing by token: %+v", p)
	}
	h.refuses(http.StatusForbidden, "scope-missing", h.ask(all, "GET", "/tokens", ""))
}

func TestTokensAreMadeUsedAndRevoked(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	session := h.session(h.ana)
	var made api.MadeToken
	h.wants(http.StatusCreated, h.ask(session, "POST", "/tokens", `{"name":"Portfolio","scopes":["people:read"],"days":30}`), &made)
	h.wants(http.StatusOK, h.ask(made.Secret, "GET", "/me", ""), nil)
	var list api.Page[api.Token]
	answer := h.wants(http.StatusOK, h.ask(session, "GET", "/tokens", ""), &list)
	if len(list.Items) != 1 || strings.Contains(string(answer.body), made.Secret) {
		t.Errorf("the list: %s", answer.body)
	}
	h.refuses(http.StatusNotFound, "not-found", h.ask(h.session(h.ben), "DELETE", "/tokens/"+string(made.ID), ""))
	h.wants(http.StatusNoContent, h.ask(session, "DELETE", "/tokens/"+string(made.ID), ""), nil)
	h.refuses(http.StatusUnauthorized, "sign-in", h.ask(made.Secret, "GET", "/me", ""))
	h.refuses(http.StatusNotFound, "not-found", h.ask(session, "DELETE", "/tokens/"+string(made.ID), ""))
}

func TestSuspensionEndsEverythingAtOnceAndMayBeRepeated(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	samir, token := h.token(h.samir), h.token(h.ana)
	var p api.Person
	for range 2 {
		h.wants(http.StatusOK, h.ask(samir, "POST", "/people/"+string(h.ana)+"/suspend", ""), &p)
		if p.Status != people.Suspended {
			t.Errorf("suspended: %+v", p)
		}
	}
	h.refuses(http.StatusUnauthorized, "sign-in", h.ask(token, "GET", "/me", ""))
	for range 2 {
		h.wants(http.StatusOK, h.ask(samir, "POST", "/people/"+string(h.ana)+"/resume", ""), &p)
	}
	h.refuses(http.StatusForbidden, "own-matter", h.ask(samir, "POST", "/people/"+string(h.samir)+"/suspend", ""))
	h.refuses(http.StatusNotFound, "not-found", h.ask(h.session(h.ben), "POST", "/people/"+string(h.samir)+"/suspend", ""))
	h.refuses(http.StatusForbidden, "forbidden", h.ask(h.session(h.ben), "GET", "/people", ""))
}

func TestBodiesAreReadStrictly(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	session := h.session(h.ana)
	for body, want := range map[string]string{
		`{"name":"x","scopes":["cases:read"],"days":1,"admin":true}`: `"admin"`,
		`{"name":"x","scopes":["cases:read"],"Days":1}`:              `"Days"`,
		`{"name":"x","name":"y","scopes":["cases:read"],"days":1}`:   `"name" stands twice`,
		`{"name":"x","scopes":["cases:read"],"days":1} {}`:           "follows",
		`{"name":"x","scopes":["cases:read"],"days":"1"}`:            "/days",
		`{"name":"x","scopes":["everything"],"days":1}`:              "/scopes",
		`{"name":"x","scopes":[],"days":1}`:                          "/scopes",
		`{"name":"x","scopes":["cases:read"],"days":9999}`:           "/days",
		`{"name":"x","days":1}`:                                      "scopes",
		`[1]`:                                                        "object",
		`{"name`:                                                     "not JSON",
		`null`:                                                       "object",
	} {
		if p := h.refuses(http.StatusBadRequest, "wrong-body", h.ask(session, "POST", "/tokens", body)); !strings.Contains(p.Detail, want) {
			t.Errorf("%s: %q does not tell of %s", body, p.Detail, want)
		}
	}
	h.refuses(http.StatusUnsupportedMediaType, "wrong-media-type", h.ask(session, "POST", "/tokens", `{}`, "Content-Type: text/plain"))
	h.refuses(http.StatusRequestEntityTooLarge, "too-large", h.ask(session, "POST", "/tokens", `"`+strings.Repeat("x", api.MostBody)+`"`))
}

func TestAddressesAreReadStrictly(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	ana := h.token(h.ana)
	for path, slug := range map[string]string{
		"/cases?limit=ten": "wrong-parameter", "/cases?limit=1&limit=2": "wrong-parameter", "/cases?lmit=1": "wrong-parameter",
		"/cases?after=%00": "wrong-parameter", "/records?purpose=fun": "wrong-parameter", "/cases?%zz": "wrong-parameter",
		"/ledger/proofs/inclusion": "wrong-parameter", "/ledger/proofs/consistency?size=4": "wrong-parameter",
	} {
		h.refuses(http.StatusBadRequest, slug, h.ask(ana, "GET", path, ""))
	}
	h.refuses(http.StatusNotFound, "not-found", h.ask(ana, "GET", "/cases/%00", ""))
	h.refuses(http.StatusNotFound, "not-found", h.ask(ana, "GET", "/cases/a%20b", ""))
	h.refuses(http.StatusNotFound, "no-such-address", h.ask(ana, "GET", "/nothing", ""))
	if answer := h.ask(ana, "PUT", "/me", ""); answer.Header.Get("Allow") == "" {
		t.Error("a wrong method is not told the right ones")
	} else {
		h.refuses(http.StatusMethodNotAllowed, "wrong-method", answer)
	}
}

func TestARunawayLoopIsSlowed(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{PerSecond: 0.1, Burst: 3, Streams: 1})
	ana, ben := h.token(h.ana), h.token(h.ben)
	for range 3 {
		h.wants(http.StatusOK, h.ask(ana, "GET", "/me", ""), nil)
	}
	answer := h.ask(ana, "GET", "/me", "")
	h.refuses(http.StatusTooManyRequests, "too-many-requests", answer)
	if answer.Header.Get("Retry-After") != "10" {
		t.Errorf("come again in %s", answer.Header.Get("Retry-After"))
	}
	h.wants(http.StatusOK, h.ask(ben, "GET", "/me", ""), nil)
}

func TestWhatIsKnownIsNotSentAgain(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	ana := h.token(h.ana)
	tag := h.wants(http.StatusOK, h.ask(ana, "GET", "/cases/"+h.caseID, ""), nil).Header.Get("ETag")
	answer := h.ask(ana, "GET", "/cases/"+h.caseID, "", "If-None-Match: "+tag)
	if answer.StatusCode != http.StatusNotModified || len(answer.body) != 0 {
		t.Errorf("%d %s", answer.StatusCode, answer.body)
	}
}

var rebuild = jobs.NewKind[struct{ Course people.CourseID }]("test.rebuild")

func TestAdministratorsWatchJobs(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	samir, ana := h.token(h.samir), h.token(h.ana)
	job := must(jobs.Enqueue(ctx, h.jobs, rebuild, struct{ Course people.CourseID }{h.course}, jobs.Options{RunAt: time.Now().Add(time.Hour)}))
	var list api.Page[api.Job]
	h.wants(http.StatusOK, h.ask(samir, "GET", "/jobs?state=waiting&kind=test.rebuild", ""), &list)
	if len(list.Items) != 1 || list.Items[0].ID != job {
		t.Errorf("jobs: %+v", list)
	}
	var j api.Job
	for range 2 {
		h.wants(http.StatusOK, h.ask(samir, "POST", "/jobs/"+string(job)+"/cancel", ""), &j)
		if j.State != jobs.Cancelled {
			t.Errorf("cancelled: %+v", j)
		}
	}
	h.wants(http.StatusOK, h.ask(samir, "POST", "/jobs/"+string(job)+"/retry", ""), &j)
	h.refuses(http.StatusConflict, "wrong-state", h.ask(samir, "POST", "/jobs/"+string(job)+"/retry", ""))
	h.refuses(http.StatusForbidden, "forbidden", h.ask(ana, "GET", "/jobs", ""))
	h.refuses(http.StatusNotFound, "not-found", h.ask(ana, "GET", "/jobs/"+string(job), ""))
}

func TestPeopleAndCoursesArePaged(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	samir := h.token(h.samir)
	seen := map[people.ID]bool{}
	for path := "/people?limit=4"; path != ""; {
		var piece api.Page[api.Person]
		h.wants(http.StatusOK, h.ask(samir, "GET", path, ""), &piece)
		for _, p := range piece.Items {
			seen[p.ID] = true
		}
		path = strings.TrimPrefix(piece.Next, api.Prefix)
	}
	if len(seen) != 6 {
		t.Errorf("%d people", len(seen))
	}
	var courses api.Page[api.Course]
	h.wants(http.StatusOK, h.ask(h.token(h.ana), "GET", "/courses", ""), &courses)
	if len(courses.Items) != 1 || courses.Items[0].ID != h.course {
		t.Errorf("a learner sees %+v", courses)
	}
	var members api.Page[api.Enrolment]
	h.wants(http.StatusOK, h.ask(h.token(h.jonas), "GET", "/courses/"+string(h.course)+"/enrolments?limit=1", ""), &members)
	if len(members.Items) != 1 || members.Next == "" {
		t.Errorf("members: %+v", members)
	}
	h.refuses(http.StatusNotFound, "not-found", h.ask(h.token(h.mei), "GET", "/courses/"+string(h.course), ""))
}

// TestEverythingAnswersSomethingDescribed calls every read as the administrator
// and holds each answer against its description.
func TestEverythingAnswersSomethingDescribed(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	credential := h.session(h.person("root", people.Roles()...))
	for _, r := range h.api.Routes() {
		if r.Method != http.MethodGet || r.ID == "followEvents" {
			continue
		}
		path := strings.TrimPrefix(strings.ReplaceAll(r.Pattern, "{id}", h.caseID), api.Prefix)
		for n, q := range r.Query {
			if q.Required {
				path += fmt.Sprintf("%c%s=1", "?&"[min(n, 1)], q.Name)
			}
		}
		if answer := h.ask(credential, "GET", path, ""); answer.StatusCode >= 500 {
			t.Errorf("%s: %d %s", path, answer.StatusCode, answer.body)
		}
	}
	if strings.Contains(h.log.String(), "level=ERROR") {
		t.Error(h.log.String())
	}
}

func FuzzBody(f *testing.F) {
	f.Add(`{"name":"x","scopes":["cases:read"],"days":1}`)
	f.Add(`{"name":"x","name":"y"}`)
	f.Add(`[[[[{"a":null}]]]]`)
	f.Add(`{"\u0000":1}`)
	h := newHouse(f, dbtest.SQLite(f), api.Pace{PerSecond: 1e9, Burst: 1 << 30, Streams: 1})
	session := h.session(h.ana)
	f.Fuzz(func(t *testing.T, body string) {
		r := httptest.NewRequest("POST", api.Prefix+"/tokens", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.AddCookie(&http.Cookie{Name: "preceptor", Value: session})
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		if !json.Valid(w.Body.Bytes()) {
			t.Fatalf("not JSON: %s", w.Body)
		}
	})
}

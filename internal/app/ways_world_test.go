package app_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"preceptor/internal/api"
	"preceptor/internal/app"
	"preceptor/internal/app/pages"
	"preceptor/internal/cases"
	"preceptor/internal/config"
	"preceptor/internal/encounter"
	"preceptor/internal/id"
	"preceptor/internal/jobs"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/record"
	"preceptor/internal/web"
)

var ctx = context.Background()

// standing is what somebody is: a role in the course, or in the installation.
type standing struct {
	name    string
	role    people.Role
	inHouse bool
}

var standings = []standing{
	{"learner", people.Learner, false},
	{"educator", people.Educator, false},
	{"examiner", people.Examiner, false},
	{"supervisor", people.Supervisor, false},
	{"curriculum lead", people.CurriculumLead, false},
	{"educator of the house", people.Educator, true},
	{"lead of the house", people.CurriculumLead, true},
	{"governance officer", people.GovernanceOfficer, true},
	{"administrator", people.Administrator, true},
	{"researcher", people.Researcher, true},
}

// somebody is a person with what is theirs.
type somebody struct {
	id         people.ID
	session    string
	token      string // with every scope
	bare       map[people.Scope]string
	encounters map[policy.Purpose]encounter.ID
	records    map[policy.Purpose]record.ID
	draft      string // a case of the course that is still being written
	spare      people.TokenID
}

// world is an installation with everybody in it.
type world struct {
	*app.App
	t       testing.TB
	shell   *web.Shell
	api     *api.API
	handler http.Handler

	course, elsewhere people.CourseID
	library, approved string
	job               jobs.ID
	leaf              ledger.LeafID

	nora      *somebody            // a learner of the course
	here      map[string]*somebody // by standing
	far       map[string]*somebody // with the same role in another course
	suspended string               // a session that suspension ended
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func newWorld(t testing.TB) *world {
	t.Helper()
	cfg := must(config.Load(config.Sources{Set: map[string]string{"data": t.TempDir()}}))
	a := must(app.Open(ctx, cfg, app.Outside{Now: time.Now, Entropy: rand.Reader, Log: slog.New(slog.DiscardHandler), Version: "test"}))
	t.Cleanup(func() { _ = a.Close() })
	w := &world{App: a, t: t, here: map[string]*somebody{}, far: map[string]*somebody{}}
	w.shell = must(pages.Shell(a))
	w.api = must(api.New(api.Services{Policy: a.Policy, People: a.People, Cases: a.Cases, Encounters: a.Encounters, Records: a.Records,
		Ledger: a.Ledger, Jobs: a.Jobs, Events: a.Events}, api.Options{Now: time.Now, NewID: w.ulid, Log: a.Log, Session: sessionOf,
		Pace: api.Pace{PerSecond: 1e9, Burst: 1 << 30, Streams: 1 << 20}}))
	mux := http.NewServeMux()
	mux.Handle("/", must(w.shell.Handler()))
	mux.Handle(api.Prefix+"/", w.api.Handler())
	w.handler = mux
	w.furnish()
	w.invite()
	must(a.Ledger.Checkpoint(ctx))
	return w
}

func (w *world) ulid() string { return id.New[string](w.IDs) }

func sessionOf(r *http.Request) string {
	c, err := r.Cookie("preceptor")
	if err != nil {
		return ""
	}
	return c.Value
}

// furnish makes what belongs to nobody.
func (w *world) furnish() {
	w.course = must(w.People.AddCourse(ctx, "HERE", "Here", people.AIWords)).ID
	w.elsewhere = must(w.People.AddCourse(ctx, "THERE", "Elsewhere", people.AIWords)).ID
	w.library = w.addCase("library", cases.Placing{Status: policy.Approved})
	w.approved = w.addCase("approved", cases.Placing{Course: w.course, Status: policy.Approved})
	w.job = must(jobs.Enqueue(ctx, w.Jobs, rebuild, struct{ Course people.CourseID }{w.course}, jobs.Options{RunAt: time.Now().Add(time.Hour)}))
	w.leaf = must(w.Ledger.Append(ctx, ledger.Entry{Kind: "test.made", Actor: ledger.System}))
}

var rebuild = jobs.NewKind[struct{ Course people.CourseID }]("test.rebuild")

var starter = must(os.ReadFile("../../content/cases/acute-chest-pressure.yaml"))

// addCase adds the starter case under another name.
func (w *world) addCase(name string, at cases.Placing) string {
	file := strings.Replace(string(starter), "id: pressure-under-the-breastbone", "id: "+name, 1)
	return must(w.Cases.Put(ctx, name, []byte(file), at, at.Owner)).ID
}

// invite makes everybody.
func (w *world) invite() {
	w.nora = w.join("nora", people.Learner, w.course)
	w.owns(w.nora, "draft-nora")
	for n, s := range standings {
		login := "here-" + string(rune('a'+n))
		if s.inHouse {
			w.here[s.name] = w.join(login, s.role, "")
		} else {
			w.here[s.name] = w.join(login, s.role, w.course)
			w.far[s.name] = w.join("far-"+string(rune('a'+n)), s.role, w.elsewhere)
		}
		w.owns(w.here[s.name], "draft-"+login)
	}
	gone := w.join("gone", people.Administrator, "")
	w.suspended = gone.session
	if err := w.People.Suspend(ctx, "", gone.id); err != nil {
		w.t.Fatal(err)
	}
}

// join makes a person with a role, a session and tokens.
func (w *world) join(login string, role people.Role, course people.CourseID) *somebody {
	profile := people.Profile{Login: login, Name: login, Language: "en", Zone: "UTC"}
	s := &somebody{bare: map[people.Scope]string{}, encounters: map[policy.Purpose]encounter.ID{}, records: map[policy.Purpose]record.ID{}}
	if course == "" {
		s.id = must(w.People.Add(ctx, "", profile, role)).ID
	} else {
		s.id = must(w.People.Add(ctx, "", profile)).ID
		if err := w.People.Enrol(ctx, "", people.Enrolment{Person: s.id, Course: course, Role: role}); err != nil {
			w.t.Fatal(err)
		}
	}
	s.session = must(w.People.DemoSignIn(ctx, s.id, people.Device{})).Token
	s.token = w.tokenFor(s, people.Scopes()...)
	s.bare[""] = w.tokenFor(s, people.CasesRead)
	s.bare[people.CasesRead] = w.tokenFor(s, people.CoursesRead)
	return s
}

func (w *world) tokenFor(s *somebody, scopes ...people.Scope) string {
	made, secret, err := w.People.AddToken(ctx, s.id, "test", scopes, time.Hour)
	if err != nil {
		w.t.Fatal(err)
	}
	s.spare = made.ID
	return secret
}

// owns gives a person finished encounters of each purpose, their records, and a
// case. Whether the rules would have let them is not the question here.
func (w *world) owns(s *somebody, draft string) {
	s.draft = w.addCase(draft, cases.Placing{Course: w.course, Owner: s.id, Status: policy.Draft})
	for _, purpose := range []policy.Purpose{policy.Private, policy.Shared, policy.Assessed} {
		e := must(w.Encounters.Open(ctx, encounter.Opening{ID: encounter.ID(w.ulid()), Learner: s.id, Course: w.course, Case: w.approved, Purpose: purpose}))
		must(w.Encounters.Take(ctx, e.ID, encounter.TurnInput{ID: encounter.TurnID(w.ulid()), Kind: encounter.Diagnose, Text: "Reflux"}))
		must(w.Encounters.Finish(ctx, e.ID))
		found := must(w.Records.List(ctx, record.Query{Scope: record.AllOf, Activity: record.Activity{Kind: "encounter", ID: string(e.ID)}}))
		s.encounters[purpose], s.records[purpose] = e.ID, found[0].ID
	}
}

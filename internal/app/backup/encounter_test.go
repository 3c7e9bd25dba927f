package backup

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"preceptor/internal/app"
	"preceptor/internal/app/door"
	"preceptor/internal/config"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/encounter"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
)

// What Nadia wrote in her encounter, and what her account said.
var (
	nadiasWords   = []string{"neighbour Quillon", "grey as Quillon", "Quillon would never"}
	nadiasAccount = []string{"nadia.verhoeven", "Nadia Verhoeven", "tablet Zephyrine"}
)

// ward is a whole installation as it is served, and beside it the house that
// looks into its files.
type ward struct {
	*app.App
	t     testing.TB
	house *house
	pages http.Handler

	nadia, jonas                people.ID
	nadiasSession, jonasSession string
	encounter                   encounter.ID
}

func newWard(t testing.TB, url string) *ward {
	t.Helper()
	to := target(t, url)
	w := &ward{t: t}
	cfg, err := config.Load(config.Sources{Set: map[string]string{"data": to.Data, "database.url": url}})
	w.must(err)
	w.App, err = app.Open(ctx, cfg, app.Outside{Now: time.Now, Entropy: rand.Reader, Log: slog.New(slog.DiscardHandler), Version: "test"})
	w.must(err)
	t.Cleanup(func() { w.must(w.Close()) })
	w.must(w.InstallStarterPack(ctx))
	w.house = openHouse(t, to)
	faces, err := door.Open(w.App)
	w.must(err)
	w.pages, err = faces.Handler()
	w.must(err)
	return w
}

func (w *ward) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// enrol makes an account with everything that an account can say of a person.
func (w *ward) enrol(login, name, tablet string, role people.Role, course people.CourseID) (people.ID, string) {
	w.t.Helper()
	_, invitation, err := w.People.Invite(ctx, "", people.Offer{Course: course, Role: role, Name: name, Login: login}, time.Hour)
	w.must(err)
	opened, err := w.People.Join(ctx, invitation, people.Profile{Login: login, Name: name}, "", people.Device{Agent: tablet})
	w.must(err)
	who, err := w.People.PersonByLogin(ctx, login)
	w.must(err)
	_, _, err = w.People.AddToken(ctx, who.ID, tablet, people.Scopes(), time.Hour)
	w.must(err)
	_, _, err = w.People.Invite(ctx, "", people.Offer{Course: course, Role: people.Examiner, Name: name, Login: login}, time.Hour)
	w.must(err)
	return who.ID, opened.Token
}

// consult is Nadia's encounter, with the educator's overruling and her complaint.
func (w *ward) consult() {
	w.t.Helper()
	course, err := w.People.AddCourse(ctx, "MED-3", "Third year", people.AISupport)
	w.must(err)
	w.nadia, w.nadiasSession = w.enrol("nadia.verhoeven@example.org", "Nadia Verhoeven", "my tablet Zephyrine", people.Learner, course.ID)
	w.jonas, w.jonasSession = w.enrol("jonas.prins@example.org", "Jonas Prins", "the ward's computer", people.Educator, course.ID)
	w.encounter = id.New[encounter.ID](w.IDs)
	_, err = w.Encounters.Open(ctx, encounter.Opening{ID: w.encounter, Learner: w.nadia, Course: course.ID,
		Case: "pressure-under-the-breastbone", Purpose: policy.Shared})
	w.must(err)
	for _, in := range []encounter.TurnInput{
		{Kind: encounter.Say, Text: "My neighbour Quillon had the same. When did it start?"},
		{Kind: encounter.Say, Text: "Is it alright if I examine you?"},
		{Kind: encounter.Do, Text: "measure the blood pressure, as for my neighbour Quillon"},
		{Kind: encounter.Diagnose, Text: "NSTEMI, grey as Quillon", Grounds: encounter.Grounds{Why: "She is as grey as Quillon was.", Confidence: "high"}},
	} {
		in.ID = id.New[encounter.TurnID](w.IDs)
		_, err := w.Encounters.Take(ctx, w.encounter, in)
		w.must(err)
	}
	e, err := w.Encounters.Finish(ctx, w.encounter)
	w.must(err)
	w.must(w.Encounters.Report(ctx, e.ID, w.nadia, 0, "Quillon would never answer like this."))
	marks, err := w.Encounters.Marks(ctx, e)
	w.must(err)
	first := marks.Results[0]
	w.must(w.Encounters.Overrule(ctx, e.ID, w.jonas, encounter.Overruling{Item: first.ID, Met: !first.IsMet(), Reason: "I heard it.", Line: -1, Version: e.Version}))
}

// visit is what somebody sees at a page.
func (w *ward) visit(session, path string) (int, string) {
	w.t.Helper()
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.AddCookie(&http.Cookie{Name: "preceptor", Value: session})
	answer := httptest.NewRecorder()
	w.pages.ServeHTTP(answer, request)
	return answer.Code, answer.Body.String()
}

func (w *ward) path(rest string) string { return "/encounters/" + string(w.encounter) + rest }

// The promise of erasure, kept for a real encounter: words, acts, diagnosis,
// marks, a complaint, tokens, invitations and sessions.
func TestNothingOfAnErasedLearnersEncounterRemains(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		w := newWard(t, url)
		w.consult()
		kept, err := w.Ledger.Checkpoint(ctx)
		w.must(err)
		before, _ := w.house.files()
		for _, text := range nadiasAccount {
			if len(found(before, []string{text})) == 0 {
				t.Fatalf("the search does not find %q while it is there", text)
			}
		}
		if places := found(before, nadiasWords); len(places) > 0 {
			t.Errorf("written in the clear even before erasure: %v", places)
		}
		w.checkPages(http.StatusOK)

		w.must(w.Privacy.Erase(ctx, w.jonas, w.nadia))

		both := append(nadiasAccount, nadiasWords...)
		database, writeAhead := w.house.files()
		w.house.absent("the database", database, both)
		w.house.absent("the write-ahead log", writeAhead, nadiasWords)
		w.house.absent("keys and blobs", contentsOf(t, w.house.to.Data, ""), both)
		w.house.absent("a later backup", w.house.laterBackup(), both)
		w.house.checkProofs(kept, w.nadia, 1)
		w.checkTurns()
		w.checkPages(http.StatusNotFound)
	})
}

// checkPages: the pages of the encounter answer so; her own session is over
// together with her account.
func (w *ward) checkPages(want int) {
	w.t.Helper()
	for _, rest := range []string{"/review", "/debrief"} {
		if status, _ := w.visit(w.jonasSession, w.path(rest)); status != want {
			w.t.Errorf("the educator gets %d at the encounter's page %q, not %d", status, rest, want)
		}
	}
	if status, page := w.visit(w.nadiasSession, w.path("/debrief")); (status == http.StatusOK) != (want == http.StatusOK) {
		w.t.Errorf("the learner gets %d: %s", status, page)
	}
}

// checkTurns: each sealed turn and the complaint are still what an entry of the
// ledger commits to.
func (w *ward) checkTurns() {
	w.t.Helper()
	last, err := w.Ledger.Checkpoint(ctx)
	w.must(err)
	var committed []string
	for leaf, err := range w.Ledger.Leaves(ctx, 0, last.Size) {
		w.must(err)
		if leaf.Object == (ledger.Object{Kind: "encounter", ID: string(w.encounter)}) {
			committed = append(committed, string(leaf.Commitment))
		}
	}
	rows, err := w.DB.Query(ctx, `SELECT body FROM encounter_turns UNION ALL SELECT body FROM encounter_problems`)
	w.must(err)
	defer rows.Close()
	n := 0
	for ; rows.Next(); n++ {
		var sealed privacy.Sealed
		w.must(rows.Scan(&sealed))
		if !slices.Contains(committed, string(privacy.Commitment(sealed))) {
			w.t.Errorf("no entry commits to the sealed text %d", n)
		}
	}
	if w.must(rows.Err()); n != 5 {
		w.t.Errorf("%d sealed texts, want 5", n)
	}
}

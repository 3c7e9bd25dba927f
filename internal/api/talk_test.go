package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"preceptor/internal/api"
	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/encounter"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/rubric"
)

func scopeOf(r api.Route) (people.Scope, bool) {
	meta, known := policy.MetaOf(r.Action)
	return meta.Scope, known
}

func (h *house) start(credential, purpose string) api.Encounter {
	h.t.Helper()
	var e api.Encounter
	body := fmt.Sprintf(`{"id":%q,"case":%q,"course":%q,"purpose":%q}`, h.ulid(), h.caseID, h.course, purpose)
	h.wants(http.StatusCreated, h.ask(credential, "POST", "/encounters", body), &e)
	return e
}

func (h *house) turn(credential string, e api.Encounter, kind, text string) api.Turn {
	h.t.Helper()
	var turn api.Turn
	body := fmt.Sprintf(`{"id":%q,"kind":%q,"text":%q}`, h.ulid(), kind, text)
	h.wants(http.StatusCreated, h.ask(credential, "POST", "/encounters/"+string(e.ID)+"/turns", body), &turn)
	return turn
}

// talked is an encounter from beginning to end.
func (h *house) talked(credential, purpose string) api.Encounter {
	h.t.Helper()
	e := h.start(credential, purpose)
	h.turn(credential, e, "say", "When did it start?")
	h.turn(credential, e, "do", "I would like a 12-lead ECG.")
	h.turn(credential, e, "diagnosis", "Acute coronary syndrome")
	h.wants(http.StatusOK, h.ask(credential, "POST", "/encounters/"+string(e.ID)+"/finish", ""), &e)
	return e
}

func TestALearnerTalksFromBeginningToEnd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d, api.Pace{})
		ana := h.token(h.ana)
		e := h.start(ana, "shared")
		if e.Status != encounter.Talking || e.Learner != h.ana || e.Course != h.course || e.Attempt != 1 {
			t.Errorf("started %+v", e)
		}
		asked := h.turn(ana, e, "say", "When did it start?")
		if asked.Reply == "" || asked.Number != 0 {
			t.Errorf("the patient says %+v", asked)
		}
		examined := h.turn(ana, e, "do", "I would like a 12-lead ECG.")
		if len(examined.Found) == 0 && examined.Reply == "" {
			t.Errorf("the ECG shows %+v", examined)
		}
		path := "/encounters/" + string(e.ID)
		h.refuses(http.StatusConflict, "no-diagnosis", h.ask(ana, "POST", path+"/finish", ""))
		h.refuses(http.StatusConflict, "encounter-not-over", h.ask(ana, "GET", path+"/marks", ""))
		h.turn(ana, e, "diagnosis", "Acute coronary syndrome")

		first := h.wants(http.StatusOK, h.ask(ana, "POST", path+"/finish", ""), &e)
		again := h.wants(http.StatusOK, h.ask(ana, "POST", path+"/finish", ""), nil)
		if e.Status != encounter.Finished || string(first.body) != string(again.body) {
			t.Errorf("finished: %s then %s", first.body, again.body)
		}
		h.refuses(http.StatusConflict, "encounter-over", h.ask(ana, "POST", path+"/turns", `{"id":"`+h.ulid()+`","kind":"say","text":"Wait"}`))

		var debrief api.Debrief
		h.wants(http.StatusOK, h.ask(ana, "GET", path+"/debrief", ""), &debrief)
		for _, mark := range debrief.Marks.Items {
			for _, quote := range mark.Quotes {
				if !strings.Contains(debrief.Lines[quote.Line].Text, quote.Text) {
					t.Errorf("%s quotes %q, line %d says %q", mark.Item, quote.Text, quote.Line, debrief.Lines[quote.Line].Text)
				}
			}
		}
		if debrief.Diagnosis.Given != "Acute coronary syndrome" || debrief.Diagnosis.Expected == "" {
			t.Errorf("the diagnosis: %+v", debrief.Diagnosis)
		}
		h.keepsEvidence(ana, e)
	})
}

// keepsEvidence looks at the record of a finished encounter.
func (h *house) keepsEvidence(credential string, e api.Encounter) {
	h.t.Helper()
	var records api.Page[api.Record]
	h.wants(http.StatusOK, h.ask(credential, "GET", "/records?course="+string(h.course), ""), &records)
	if len(records.Items) != 1 || records.Items[0].Activity.ID != string(e.ID) {
		h.t.Fatalf("records: %+v", records)
	}
	var body struct{ Marks rubric.Marks }
	h.wants(http.StatusOK, h.ask(credential, "GET", "/records/"+string(records.Items[0].ID)+"/body", ""), &body)
	if len(body.Marks.Results) == 0 {
		h.t.Error("the record holds no marks")
	}
	h.wants(http.StatusOK, h.ask(credential, "GET", "/records/"+string(records.Items[0].ID), ""), nil)
}

func TestATurnThatArrivesTwiceIsTakenOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d, api.Pace{})
		ana := h.token(h.ana)
		e := h.start(ana, "private")
		path := "/encounters/" + string(e.ID) + "/turns"
		body := `{"id":"` + h.ulid() + `","kind":"say","text":"Where does it hurt?"}`
		answers := make([]reply, 8)
		var all sync.WaitGroup
		for n := range answers {
			all.Go(func() { answers[n] = h.ask(ana, "POST", path, body) })
		}
		all.Wait()
		for _, a := range answers {
			if a.StatusCode != http.StatusCreated || string(a.body) != string(answers[0].body) {
				t.Errorf("%d %s, the first was %s", a.StatusCode, a.body, answers[0].body)
			}
		}
		var turns api.Page[api.Turn]
		h.wants(http.StatusOK, h.ask(ana, "GET", path, ""), &turns)
		if len(turns.Items) != 1 {
			t.Errorf("%d turns", len(turns.Items))
		}
		h.refuses(http.StatusConflict, "turn-taken", h.ask(ana, "POST", path, strings.Replace(body, "Where", "When", 1)))
	})
}

func TestBeginningTwiceBeginsOnce(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	ana, ben := h.token(h.ana), h.token(h.ben)
	body := fmt.Sprintf(`{"id":%q,"case":%q,"purpose":"private"}`, h.ulid(), h.caseID)
	first := h.wants(http.StatusCreated, h.ask(ana, "POST", "/encounters", body), nil)
	again := h.wants(http.StatusCreated, h.ask(ana, "POST", "/encounters", body), nil)
	if string(first.body) != string(again.body) || first.Header.Get("Location") != again.Header.Get("Location") {
		t.Errorf("%s then %s", first.body, again.body)
	}
	h.refuses(http.StatusNotFound, "not-found", h.ask(ben, "POST", "/encounters", body))
	h.wants(http.StatusOK, h.ask(ana, "GET", strings.TrimPrefix(first.Header.Get("Location"), api.Prefix), ""), nil)
}

func TestTurnsArriveInPieces(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	ana := h.token(h.ana)
	e := h.start(ana, "private")
	for _, text := range []string{"Hello", "Where is it?", "How strong is it?"} {
		h.turn(ana, e, "say", text)
	}
	var numbers []int
	for path := "/encounters/" + string(e.ID) + "/turns?limit=2"; path != ""; {
		var piece api.Page[api.Turn]
		h.wants(http.StatusOK, h.ask(ana, "GET", path, ""), &piece)
		for _, turn := range piece.Items {
			numbers = append(numbers, turn.Number)
		}
		path = strings.TrimPrefix(piece.Next, api.Prefix)
	}
	if !slices.Equal(numbers, []int{0, 1, 2}) {
		t.Errorf("turns %v", numbers)
	}
}

// TestNewEncountersDoNotDisturbAList: while somebody pages, others come in front.
func TestNewEncountersDoNotDisturbAList(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	ana := h.token(h.ana)
	want := map[encounter.ID]bool{}
	for range 5 {
		want[h.start(ana, "private").ID] = true
	}
	var seen []encounter.ID
	for path := "/encounters?limit=2"; path != ""; {
		var piece api.Page[api.Encounter]
		h.wants(http.StatusOK, h.ask(ana, "GET", path, ""), &piece)
		for _, e := range piece.Items {
			seen = append(seen, e.ID)
			if !want[e.ID] {
				t.Errorf("%s is shown twice, or is not hers", e.ID)
			}
			delete(want, e.ID)
		}
		h.start(ana, "private")
		path = strings.TrimPrefix(piece.Next, api.Prefix)
	}
	if len(want) > 0 {
		t.Errorf("missed %v, saw %v", want, seen)
	}
	h.refuses(http.StatusBadRequest, "wrong-parameter", h.ask(ana, "GET", "/encounters?after=2.01KAH5D9S0Q3M9B4F6GZK8Y7XA", ""))
}

func TestAnEducatorOverrulesAndSigns(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d, api.Pace{})
		e := h.talked(h.token(h.ana), "shared")
		jonas, path := h.session(h.jonas), "/encounters/"+string(e.ID)
		var marks api.Marks
		seen := h.wants(http.StatusOK, h.ask(jonas, "GET", path+"/marks", ""), &marks).Header.Get("ETag")
		missed := slices.IndexFunc(marks.Items, func(m api.Mark) bool { return m.Met != nil && !*m.Met })
		body := fmt.Sprintf(`{"item":%q,"met":true,"reason":"Asked in other words."}`, marks.Items[missed].Item)

		h.refuses(http.StatusPreconditionRequired, "version-missing", h.ask(jonas, "POST", path+"/overrulings", body))
		h.refuses(http.StatusPreconditionFailed, "changed", h.ask(jonas, "POST", path+"/overrulings", body, `If-Match: "1"`))
		h.refuses(http.StatusPreconditionFailed, "changed", h.ask(jonas, "POST", path+"/overrulings", body, `If-Match: *`))
		changed := h.wants(http.StatusOK, h.ask(jonas, "POST", path+"/overrulings", body, "If-Match: "+seen), &marks).Header.Get("ETag")
		if !*marks.Items[missed].Met || len(marks.Overrulings) != 1 || marks.Overrulings[0].By != h.jonas || changed == seen {
			t.Errorf("overruled: %+v", marks.Overrulings)
		}
		h.refuses(http.StatusPreconditionFailed, "changed", h.ask(jonas, "POST", path+"/overrulings", body, "If-Match: "+seen))
		h.refuses(http.StatusConflict, "same-mark", h.ask(jonas, "POST", path+"/overrulings", body, "If-Match: "+changed))
		h.signsOff(jonas, path, marks)
	})
}

// signsOff decides what is open and signs.
func (h *house) signsOff(educator, path string, marks api.Marks) {
	h.t.Helper()
	for _, m := range marks.Items {
		if m.Met == nil {
			body := fmt.Sprintf(`{"item":%q,"met":false,"reason":"Not heard."}`, m.Item)
			h.wants(http.StatusOK, h.ask(educator, "POST", path+"/overrulings", body, fmt.Sprintf(`If-Match: "%d"`, marks.Version)), &marks)
		}
	}
	h.wants(http.StatusOK, h.ask(educator, "POST", path+"/sign-off", "", fmt.Sprintf(`If-Match: "%d"`, marks.Version)), &marks)
	if marks.State != rubric.Signed || marks.SignedBy != h.jonas {
		h.t.Errorf("signed: %+v", marks)
	}
	h.refuses(http.StatusConflict, "signed", h.ask(educator, "POST", path+"/sign-off", "", fmt.Sprintf(`If-Match: "%d"`, marks.Version)))
}

func TestPrivatePracticeIsNobodyElsesAndSeemsNotToBe(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	e := h.talked(h.token(h.ana), "private")
	for name, credential := range map[string]string{"educator": h.session(h.jonas), "learner": h.token(h.ben), "administrator": h.session(h.samir)} {
		for _, path := range []string{"", "/turns", "/marks", "/debrief"} {
			there := h.refuses(http.StatusNotFound, "not-found", h.ask(credential, "GET", "/encounters/"+string(e.ID)+path, ""))
			gone := h.refuses(http.StatusNotFound, "not-found", h.ask(credential, "GET", "/encounters/"+h.ulid()+path, ""))
			if there.Title != gone.Title {
				t.Errorf("%s can tell %v from %v", name, there, gone)
			}
		}
		var list api.Page[api.Encounter]
		h.wants(http.StatusOK, h.ask(credential, "GET", "/encounters", ""), &list)
		if len(list.Items) != 0 {
			t.Errorf("%s sees %v in the list", name, list.Items)
		}
	}
}

func TestWhatGivesTheCaseAwayStaysInside(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	ana := h.token(h.ana)
	door := h.wants(http.StatusOK, h.ask(ana, "GET", "/cases/"+h.caseID, ""), nil)
	if strings.Contains(strings.ToLower(string(door.body)), "infarction") {
		t.Errorf("the door tells the diagnosis: %s", door.body)
	}
	h.refuses(http.StatusForbidden, "forbidden", h.ask(ana, "GET", "/cases/"+h.caseID+"/file", ""))
	e := h.start(ana, "private")
	turn := h.wants(http.StatusCreated, h.ask(ana, "POST", "/encounters/"+string(e.ID)+"/turns",
		`{"id":"`+h.ulid()+`","kind":"say","text":"When did it start?"}`), nil)
	var fields map[string]any
	if err := json.Unmarshal(turn.body, &fields); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"facts", "match", "candidates", "topics"} {
		if _, told := fields[secret]; told {
			t.Errorf("a turn tells its %s", secret)
		}
	}
}

package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"preceptor/internal/web/view"
	"preceptor/internal/web/webtest"
)

func (b *visitor) postJSON(path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return b.send(r)
}

const turnsPath = "/encounters/" + webtest.EncounterID + "/turns"

func said(id, text string) url.Values {
	return url.Values{"turn": {id}, "kind": {"say"}, "text": {text}}
}

// A learner without scripts talks by plain forms.
func TestTalkingWithoutScripts(t *testing.T) {
	house, err := webtest.New(webtest.Empty)
	if err != nil {
		t.Fatal(err)
	}
	b := visitorOf(t, house, view.Learner)
	w := b.post(turnsPath, said("turn-1", "What brings you here?"))
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/encounters/"+webtest.EncounterID) {
		t.Fatalf("%d to %q", w.Code, w.Header().Get("Location"))
	}
	if body := b.get("/encounters/" + webtest.EncounterID).Body.String(); !strings.Contains(body, "What brings you here?") {
		t.Error("the turn is not on the page")
	}
}

// The same turn sent twice is taken once and answered the same.
func TestTurnSentTwiceIsTakenOnce(t *testing.T) {
	house, err := webtest.New(webtest.Empty)
	if err != nil {
		t.Fatal(err)
	}
	b := visitorOf(t, house, view.Learner)
	b.header["HX-Request"] = "true"
	first, again := b.post(turnsPath, said("turn-1", "Hello")), b.post(turnsPath, said("turn-1", "Hello"))
	if first.Body.String() != again.Body.String() || first.Code != http.StatusOK {
		t.Errorf("%d, then %d:\n%s\n%s", first.Code, again.Code, first.Body, again.Body)
	}
	if turns := house.Talk.Turns(); len(turns) != 2 {
		t.Errorf("%d turns instead of a question and its answer", len(turns))
	}
	if body := first.Body.String(); strings.Contains(body, "<html") || !strings.Contains(body, `data-answers="turn-1"`) || !strings.Contains(body, `id="chart"`) {
		t.Errorf("the exchange is %s", body)
	}
}

func TestUnreadableTurnsAreRefused(t *testing.T) {
	b := newVisitor(t, webtest.Full, view.Learner)
	for name, form := range map[string]url.Values{
		"no id":                         {"kind": {"say"}, "text": {"Hello"}},
		"no words":                      {"turn": {"t"}, "kind": {"say"}, "text": {"  "}},
		"no kind":                       {"turn": {"t"}, "text": {"Hello"}},
		"as if the patient had said it": {"turn": {"t"}, "kind": {"reply"}, "text": {"I feel fine"}},
	} {
		if w := b.post(turnsPath, form); w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
}

func TestFinishingNeedsACommitment(t *testing.T) {
	b := newVisitor(t, webtest.Full, view.Learner)
	path := "/encounters/" + webtest.EncounterID + "/finish"
	w := b.post(path, url.Values{"finish": {"f"}, "why": {"The tracing speaks for it."}})
	body := w.Body.String()
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, "The tracing speaks for it.") || !strings.Contains(body, `<details class="finish" open>`) {
		t.Errorf("%d: what was typed is lost or the form is closed", w.Code)
	}
	w = b.post(path, url.Values{"finish": {"f"}, "diagnosis": {"Undifferentiated"}})
	if w.Header().Get("Location") != "/encounters/"+webtest.EncounterID+"/debrief" {
		t.Errorf("%d to %q", w.Code, w.Header().Get("Location"))
	}
}

func TestFinishedEncounterOpensItsDebrief(t *testing.T) {
	w := newVisitor(t, webtest.Full, view.Learner).get("/encounters/" + webtest.FinishedID)
	if w.Header().Get("Location") != "/encounters/"+webtest.FinishedID+"/debrief" {
		t.Errorf("%d to %q", w.Code, w.Header().Get("Location"))
	}
}

// An encounter that a program left has no debrief, but a way on.
func TestAnEncounterThatWasLeftLeadsToANewOne(t *testing.T) {
	b := newVisitor(t, webtest.Full, view.Learner)
	w := b.get("/encounters/" + webtest.LeftID)
	if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, "left without marks") || !strings.Contains(body, `href="/cases/`+webtest.CaseID+`"`) {
		t.Errorf("%d: %s", w.Code, body)
	}
	if w := b.get("/encounters/" + webtest.LeftID + "/debrief"); w.Header().Get("Location") != "/encounters/"+webtest.LeftID {
		t.Errorf("its debrief answers %d, %q", w.Code, w.Header().Get("Location"))
	}
}

func TestOverrulingNeedsAReason(t *testing.T) {
	b := newVisitor(t, webtest.Full, view.Educator)
	path := "/encounters/" + webtest.FinishedID + "/overrule"
	form := url.Values{"item": {"drugs"}, "version": {"1"}, "verdict": {"met"}}
	w := b.post(path, form)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Give a reason") {
		t.Errorf("without a reason: %d", w.Code)
	}
	form.Set("reason", "She asked in turn 3, in other words.")
	if w = b.post(path, form); w.Header().Get("Location") != "/encounters/"+webtest.FinishedID+"/review#item-drugs" {
		t.Errorf("with a reason: %d to %q", w.Code, w.Header().Get("Location"))
	}
	b.cookies["flash"] = w.Result().Cookies()[0].Value
	if body := b.get("/encounters/" + webtest.FinishedID + "/review").Body.String(); !strings.Contains(body, "The mark was changed") {
		t.Error("the page after does not say that it was done")
	}
	form.Set("version", "7")
	if w = b.post(path, form); w.Code != http.StatusConflict {
		t.Errorf("over somebody else's mark: %d", w.Code)
	}
	form.Set("verdict", "human")
	if w = b.post(path, form); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a mark that is none: %d", w.Code)
	}
}

// Who signs, signs the marks on the page and none that came after.
func TestSigningWhatWasSeen(t *testing.T) {
	b := newVisitor(t, webtest.Full, view.Educator)
	if page := b.get("/encounters/" + webtest.FinishedID + "/review").Body.String(); !strings.Contains(page, `/sign"><input type="hidden" name="version" value="1">`) {
		t.Error("the form does not say what it signs")
	}
	for version, want := range map[string]int{"1": http.StatusSeeOther, "0": http.StatusConflict, "": http.StatusBadRequest} {
		if w := b.post("/encounters/"+webtest.FinishedID+"/sign", url.Values{"version": {version}}); w.Code != want {
			t.Errorf("signing version %q: %d", version, w.Code)
		}
	}
}

func TestInvitingSaysWhatIsMissing(t *testing.T) {
	b := newVisitor(t, webtest.Full, view.Administrator)
	w := b.post("/people/invite", url.Values{"name": {"Leila"}, "role": {"learner"}})
	body := w.Body.String()
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, "it is their user name") ||
		!strings.Contains(body, `type="radio" name="role" value="learner" checked`) || strings.Count(body, " checked") != 1 || !strings.Contains(body, `aria-invalid="true"`) {
		t.Errorf("%d: %.300s", w.Code, body)
	}
	w = b.post("/people/invite", url.Values{"name": {"Leila"}, "email": {"l@x.example"}, "role": {"learner"}})
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "/join/welcome") {
		t.Errorf("the link is not shown: %d", w.Code)
	}
	w = b.post("/people/invite", url.Values{"name": {"Leila"}, "email": {"l@x.example"}, "role": {"emperor"}})
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a role that does not exist: %d", w.Code)
	}
}

func TestTokenSecretIsShownOnce(t *testing.T) {
	b := newVisitor(t, webtest.Full, view.Learner)
	w := b.post("/settings/tokens", url.Values{"name": {"sync"}, "scope": {"case:read"}, "days": {"30"}})
	if !strings.Contains(w.Body.String(), "prc_2Zr8dQm4VtX0cJk7") {
		t.Errorf("%d without the secret", w.Code)
	}
	if strings.Contains(b.get("/settings").Body.String(), "prc_2Zr8") {
		t.Error("the secret is shown again")
	}
	w = b.post("/settings/tokens", url.Values{"name": {"sync"}, "days": {"4000"}})
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "between 1 and 365") {
		t.Errorf("a token for eleven years: %d", w.Code)
	}
}

func TestReportingAProblem(t *testing.T) {
	b := newVisitor(t, webtest.Full, view.Learner)
	if w := b.post("/made/made-model/report", url.Values{"problem": {" "}}); w.Code != http.StatusBadRequest {
		t.Errorf("an empty report: %d", w.Code)
	}
	b.header["HX-Request"] = "true"
	if w := b.post("/made/made-model/report", url.Values{"problem": {"He is 58, not 85."}}); w.Code != 200 || strings.Contains(w.Body.String(), "<html") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestScriptsGetAFaultAsANotice(t *testing.T) {
	b := newVisitor(t, webtest.Full, view.Learner)
	b.header["HX-Request"] = "true"
	w := b.get("/people")
	if w.Code != http.StatusForbidden || w.Header().Get("HX-Retarget") != "#toasts" || strings.Contains(w.Body.String(), "<html") {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	b.role = ""
	if w := b.post(turnsPath, said("t", "Hello")); w.Code != http.StatusUnauthorized {
		t.Errorf("a turn after the session's end: %d", w.Code)
	}
}

func TestLedgerIsHandedOut(t *testing.T) {
	b := newVisitor(t, webtest.Full, view.Governance)
	w := b.get("/ledger/checkpoint")
	if !strings.HasPrefix(w.Body.String(), "northgate.example/ledger\n1204\n") || !strings.Contains(w.Header().Get("Content-Disposition"), "checkpoint.txt") {
		t.Errorf("%v %s", w.Header(), w.Body)
	}
	if w := b.get("/ledger/export"); w.Header().Get("Content-Type") != "application/gzip" {
		t.Errorf("%v", w.Header())
	}
	if w := b.post("/ledger/verify", nil); !strings.Contains(w.Body.String(), "all 1,204 entries") {
		t.Errorf("the result of the check is not shown: %d", w.Code)
	}
	for range 2 {
		b.post("/ledger/verify", nil)
	}
	if w := b.post("/ledger/verify", nil); w.Code != http.StatusTooManyRequests {
		t.Errorf("the fourth check of a minute was answered %d", w.Code)
	}
}

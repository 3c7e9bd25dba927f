package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"preceptor/internal/web"
	"preceptor/internal/web/view"
	"preceptor/internal/web/webtest"
)

func door(email, password, next string) url.Values {
	return url.Values{"email": {email}, "password": {password}, "next": {next}}
}

func TestSignInLeadsWhereTheReaderWantedToGo(t *testing.T) {
	b := newVisitor(t, webtest.Full, "")
	if w := b.get("/cases/case-chest"); w.Header().Get("Location") != "/sign-in?next=%2Fcases%2Fcase-chest" {
		t.Fatalf("a stranger is led to %q", w.Header().Get("Location"))
	}
	w := b.post("/sign-in", door("learner@northgate.example", webtest.Password, "/cases/case-chest"))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/cases/case-chest" {
		t.Errorf("%d to %q", w.Code, w.Header().Get("Location"))
	}
	if cookie := w.Result().Cookies()[0]; cookie.Name != "preceptor" || cookie.Value != "learner" || !cookie.HttpOnly {
		t.Errorf("session cookie %+v", cookie)
	}
}

// The way back after sign-in never leads to another site.
func TestSignInNeverLeadsAway(t *testing.T) {
	b := newVisitor(t, webtest.Full, "")
	for _, next := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "javascript:alert(1)", "/a\r\nSet-Cookie: x=y", ""} {
		w := b.post("/sign-in", door("learner@northgate.example", webtest.Password, next))
		if to := w.Header().Get("Location"); to != "/" {
			t.Errorf("%q leads to %q", next, to)
		}
	}
}

func TestWrongPasswordSaysSoAndKeepsTheAddress(t *testing.T) {
	b := newVisitor(t, webtest.Full, "")
	w := b.post("/sign-in", door("learner@northgate.example", "wrong", "/"))
	body := w.Body.String()
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, "do not fit together") ||
		!strings.Contains(body, `value="learner@northgate.example"`) || strings.Contains(body, `value="wrong"`) {
		t.Errorf("%d: %.400s", w.Code, body)
	}
}

// A whole ward sits behind one address and knows its passwords.
func TestAWholeWardSignsInFromOneAddress(t *testing.T) {
	b := newVisitor(t, webtest.Full, "")
	for n := range 60 {
		if w := b.post("/sign-in", door("learner@northgate.example", webtest.Password, "/")); w.Code != http.StatusSeeOther {
			t.Fatalf("sign-in %d was answered %d", n+1, w.Code)
		}
		if w := b.post("/join/welcome", url.Values{"name": {"Leila"}, "password": {webtest.Password}}); w.Code != http.StatusSeeOther {
			t.Fatalf("joining %d was answered %d", n+1, w.Code)
		}
	}
}

// wary is a house that has seen too many wrong passwords.
type wary struct{ web.Sessions }

func (wary) SignIn(context.Context, string, string, web.Device) (web.Session, error) {
	return web.Session{}, web.ErrTooMany
}

func TestTheHouseSlowsGuessingDown(t *testing.T) {
	b := newVisitor(t, webtest.Full, "", func(o *web.Options) { o.Services.Sessions = wary{o.Services.Sessions} })
	if w := b.post("/sign-in", door("learner@northgate.example", "guess", "/")); w.Code != http.StatusTooManyRequests {
		t.Errorf("a guess too many was answered %d", w.Code)
	}
}

// Trying links of invitations is slowed down per address; waiting helps.
func TestTryingLinksIsSlowedDown(t *testing.T) {
	now := webtest.Now
	b := newVisitor(t, webtest.Full, "", func(o *web.Options) { o.Now = func() time.Time { return now } })
	try := func() int {
		return b.post("/join/made-up", url.Values{"name": {"Leila"}, "password": {webtest.Password}}).Code
	}
	for range 10 {
		if code := try(); code != http.StatusNotFound {
			t.Fatalf("an early try was answered %d", code)
		}
	}
	if code := try(); code != http.StatusTooManyRequests {
		t.Errorf("the eleventh try was answered %d", code)
	}
	now = now.Add(16 * time.Minute)
	if code := try(); code != http.StatusNotFound {
		t.Errorf("after waiting: %d", code)
	}
}

func TestDemonstrationLetsInWithOneClick(t *testing.T) {
	b := newVisitor(t, webtest.Full, "")
	w := b.post("/sign-in/demo", url.Values{"person": {"person-governance"}})
	if w.Code != http.StatusSeeOther || w.Result().Cookies()[0].Value != "governance" {
		t.Errorf("%d %v", w.Code, w.Result().Cookies())
	}
}

func TestSigningOutDropsTheCookie(t *testing.T) {
	w := newVisitor(t, webtest.Full, view.Learner).post("/sign-out", nil)
	if c := w.Result().Cookies()[0]; c.MaxAge >= 0 || w.Header().Get("Location") != "/sign-in" {
		t.Errorf("cookie %+v, to %q", c, w.Header().Get("Location"))
	}
}

// The ceremony that a browser ends is the one that it began.
func TestPasskeyCeremonyIsTiedToTheBrowser(t *testing.T) {
	b := newVisitor(t, webtest.Full, "")
	begun := b.post("/sign-in/passkey/begin", nil)
	ceremony := begun.Result().Cookies()[0]
	if ceremony.Name != "ceremony" || !strings.Contains(begun.Body.String(), "challenge") {
		t.Fatalf("%v %s", ceremony, begun.Body)
	}
	answer := func() int { return b.postJSON("/sign-in/passkey/finish", `{"next":"/","answer":{"id":"x"}}`).Code }
	if code := answer(); code != http.StatusForbidden {
		t.Errorf("without the ceremony: %d", code)
	}
	b.cookies["ceremony"] = ceremony.Value
	if code := answer(); code != http.StatusOK {
		t.Errorf("with the ceremony: %d", code)
	}
	if w := b.postJSON("/sign-in/passkey/finish", `nonsense`); w.Code != http.StatusBadRequest {
		t.Errorf("nonsense: %d", w.Code)
	}
}

func TestInvitedPersonJoins(t *testing.T) {
	b := newVisitor(t, webtest.Full, "")
	if w := b.post("/join/welcome", url.Values{"name": {"Leila"}, "password": {"short"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a short password was answered %d", w.Code)
	}
	if w := b.post("/join/welcome", url.Values{"name": {"Leila"}, "password": {webtest.Password}}); w.Header().Get("Location") != "/" {
		t.Errorf("%d to %q", w.Code, w.Header().Get("Location"))
	}
	if w := b.get("/join/used-up"); w.Code != http.StatusNotFound {
		t.Errorf("a used link was answered %d", w.Code)
	}
}

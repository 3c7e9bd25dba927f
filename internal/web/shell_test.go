package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"preceptor/internal/web"
	"preceptor/internal/web/view"
	"preceptor/internal/web/webtest"
)

// Nothing inline, nothing from elsewhere, nothing framed: on pages, faults and assets alike.
func TestSecurityHeadersOnEveryAnswer(t *testing.T) {
	b := newVisitor(t, webtest.Full, view.Learner)
	for _, path := range []string{"/", "/no-such-page", "/healthz", "/sw.js"} {
		h := b.get(path).Header()
		policy := h.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
			t.Errorf("%s: content security policy %q", path, policy)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY"} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
		if h.Get("Request-Id") == "" {
			t.Errorf("%s: no request id", path)
		}
	}
}

func TestPagesHoldNothingInline(t *testing.T) {
	house, err := webtest.New(webtest.Full)
	if err != nil {
		t.Fatal(err)
	}
	for _, stop := range webtest.Stops() {
		body := visitorOf(t, house, stop.Role).get(stop.Path).Body.String()
		for _, inline := range []string{" style=", " onclick=", "<style", "<script>", "javascript:", "hx-on", "http://", "https://"} {
			if strings.Contains(body, inline) {
				t.Errorf("%s holds %q", stop.Name, inline)
			}
		}
	}
}

// A page of another site cannot make the reader's browser post here.
func TestPostFromAnotherSiteIsRefused(t *testing.T) {
	b := newVisitor(t, webtest.Full, view.Administrator)
	b.header["Sec-Fetch-Site"] = "cross-site"
	if w := b.post("/people/person-1/suspend", nil); w.Code != http.StatusForbidden {
		t.Errorf("a cross-site post was answered %d", w.Code)
	}
	b.header["Sec-Fetch-Site"] = "same-origin"
	if w := b.post("/people/person-1/suspend", nil); w.Code != http.StatusSeeOther {
		t.Errorf("the site's own post was answered %d", w.Code)
	}
}

func TestSecureSiteNamesItsCookiesSo(t *testing.T) {
	b := newVisitor(t, webtest.Full, "", func(o *web.Options) { o.Secure = true })
	w := b.post("/sign-in", url.Values{"email": {"learner@northgate.example"}, "password": {webtest.Password}})
	cookie := w.Result().Cookies()[0]
	if cookie.Name != "__Host-preceptor" || !cookie.Secure || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" {
		t.Errorf("session cookie %+v", cookie)
	}
	if w.Header().Get("Strict-Transport-Security") == "" {
		t.Error("a secure site does not say so")
	}
}

// brokenHomes fail in the ways that services can.
type brokenHomes struct{ fail func() error }

func (b brokenHomes) Home(context.Context, web.Actor, view.Role) (view.Home, error) {
	return view.Home{}, b.fail()
}

func TestFaultsAreWordedOnceAndLogged(t *testing.T) {
	for name, c := range map[string]struct {
		fail   func() error
		status int
		logged bool
	}{
		"panic":     {func() error { panic("the floor gave way") }, 500, true},
		"unknown":   {func() error { return errors.New("disk full: /var/secret") }, 500, true},
		"not found": {func() error { return web.ErrNotFound }, 404, false},
		"conflict":  {func() error { return web.ErrConflict }, 409, false},
	} {
		var log bytes.Buffer
		b := newVisitor(t, webtest.Full, view.Learner, func(o *web.Options) {
			o.Services.Homes = brokenHomes{c.fail}
			o.Log = slog.New(slog.NewTextHandler(&log, nil))
		})
		w := b.get("/")
		if w.Code != c.status {
			t.Errorf("%s: %d, want %d", name, w.Code, c.status)
		}
		body := w.Body.String()
		for _, wanted := range []string{"What happened", "What was kept", "What to do"} {
			if !strings.Contains(body, wanted) {
				t.Errorf("%s: the page does not say %q", name, wanted)
			}
		}
		if strings.Contains(body, "secret") || strings.Contains(body, "gave way") {
			t.Errorf("%s: the page tells the inside", name)
		}
		if strings.Contains(log.String(), "gave way") {
			t.Errorf("%s: the log tells what the panic said", name)
		}
		if (log.Len() > 0) != c.logged {
			t.Errorf("%s: log is %q", name, log.String())
		}
	}
}

func TestTooMuchAtOnceIsRefused(t *testing.T) {
	b := newVisitor(t, webtest.Full, view.Learner)
	form := url.Values{"turn": {"t"}, "kind": {"say"}, "text": {strings.Repeat("a", 70<<10)}}
	if w := b.post("/encounters/"+webtest.EncounterID+"/turns", form); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("70 KB were answered %d", w.Code)
	}
}

func TestPagesAreCompressedAndNeverStored(t *testing.T) {
	b := newVisitor(t, webtest.Full, view.Learner)
	b.header["Accept-Encoding"] = "gzip"
	w := b.get("/")
	if w.Header().Get("Content-Encoding") != "gzip" || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("headers %v", w.Header())
	}
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil || !strings.Contains(string(text), "</html>") {
		t.Errorf("the page does not unpack: %v", err)
	}
}

func TestAssetsAreCompressedAndKeptForGood(t *testing.T) {
	b := newVisitor(t, webtest.Full, "")
	page := b.get("/sign-in").Body.String()
	_, after, _ := strings.Cut(page, `<link rel="stylesheet" href="`)
	address, _, _ := strings.Cut(after, `"`)
	b.header["Accept-Encoding"] = "gzip"
	w := b.get(address)
	if w.Code != 200 || w.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("%s: %d %v", address, w.Code, w.Header())
	}
	if w := b.get("/assets/app-0000000000.css"); w.Code != 404 {
		t.Errorf("an asset that does not exist was answered %d", w.Code)
	}
}

func TestLanguageFollowsTheReader(t *testing.T) {
	b := newVisitor(t, webtest.Full, "")
	b.header["Accept-Language"] = "de-CH, en;q=0.5"
	if w := b.get("/sign-in"); w.Header().Get("Content-Language") != "en" {
		t.Errorf("language %q", w.Header().Get("Content-Language"))
	}
	b.cookies["locale"] = "en-XA"
	if body := b.get("/sign-in").Body.String(); !strings.Contains(body, `lang="en-XA"`) {
		t.Error("the chosen language is not used")
	}
	strict := newVisitor(t, webtest.Full, "", func(o *web.Options) { o.Demo = false })
	strict.cookies["locale"] = "en-XA"
	if body := strict.get("/sign-in").Body.String(); !strings.Contains(body, `lang="en"`) {
		t.Error("the pseudo-locale is offered outside the demonstration")
	}
	if w := strict.get("/style"); w.Code != http.StatusNotFound {
		t.Errorf("the style page is open outside the demonstration: %d", w.Code)
	}
}

func TestThemeIsRemembered(t *testing.T) {
	b := newVisitor(t, webtest.Full, view.Learner)
	w := b.post("/look/theme", url.Values{"theme": {"dark"}, "back": {"/settings"}})
	if w.Header().Get("Location") != "/settings" {
		t.Errorf("leads to %q", w.Header().Get("Location"))
	}
	b.cookies["theme"] = w.Result().Cookies()[0].Value
	if body := b.get("/settings").Body.String(); !strings.Contains(body, `data-theme="dark"`) {
		t.Error("the theme is forgotten")
	}
	if w := b.post("/look/theme", url.Values{"theme": {"neon"}}); w.Code != http.StatusBadRequest {
		t.Errorf("an unknown theme was answered %d", w.Code)
	}
}

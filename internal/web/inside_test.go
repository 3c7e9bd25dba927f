package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"preceptor/internal/web/messages"
)

func TestLimiterForgetsWhatIsOld(t *testing.T) {
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	l := newLimiter(2, time.Minute, func() time.Time { return now })
	for i, want := range []bool{true, true, false} {
		if got := l.allow("a"); got != want {
			t.Errorf("try %d: %v", i+1, got)
		}
	}
	if !l.allow("b") {
		t.Error("another key is held back")
	}
	now = now.Add(time.Minute)
	if !l.allow("a") || len(l.seen) != 1 {
		t.Errorf("old tries are kept: %v", l.seen)
	}
}

func TestEventFieldsStayOnTheirLines(t *testing.T) {
	if got := oneLine("turn\n\ndata: forged\r"); strings.ContainsAny(got, "\r\n") {
		t.Errorf("%q", got)
	}
}

func TestDevicesAreNamed(t *testing.T) {
	h := &helpers{words: messages.Shipped().In("en")}
	for agent, want := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                              "Firefox on Linux",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Safari/537.36 Edg/150": "Edge on Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile/15E148 Safari/604.1":      "Safari on iPhone",
		"timetable-sync/2": "timetable-sync/2",
	} {
		if got := h.device(agent); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Whatever stands in "next", the answer is a path of this site.
func FuzzSafeNext(f *testing.F) {
	for _, seed := range []string{"/", "/cases?q=a", "//evil.example", `/\evil`, "https://evil.example", "/%2f/evil", "/a\nb", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, next string) {
		path := safeNext(next)
		base, _ := url.Parse("https://site.example/sign-in")
		u, err := base.Parse(path)
		if err != nil || u.Host != "site.example" || u.Scheme != "https" || strings.ContainsAny(path, "\r\n\\") {
			t.Errorf("%q leads to %q", next, path)
		}
	})
}

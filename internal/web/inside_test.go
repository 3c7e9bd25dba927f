package web

import (
	"net/url"
	"strings"
	"testing"
	"time"
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

package door

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// A page of evil.example whose name leads to 127.0.0.1 must not sign itself in.
func TestADemonstrationAnswersOnlyThisMachine(t *testing.T) {
	inside := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	guarded, err := onThisMachine("http://localhost:8080", inside)
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]int{
		"localhost:8080": 200, "LocalHost:8080": 200, "127.0.0.1:8080": 200, "127.9.9.9:8080": 200, "[::1]:8080": 200,
		"evil.example:8080": 421, "localhost.evil.example:8080": 421, "localhost": 421, "localhost:8081": 421,
		"192.168.1.9:8080": 421, "[::2]:8080": 421, "": 421,
	} {
		if got := knock(guarded, host, ""); got != want {
			t.Errorf("%q is answered %d, not %d", host, got, want)
		}
	}
	for _, header := range []string{"X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded"} {
		if got := knock(guarded, "localhost:8080", header); got != http.StatusForbidden {
			t.Errorf("with %s: %d", header, got)
		}
	}
}

func TestADemonstrationOnTheUsualPort(t *testing.T) {
	guarded, err := onThisMachine("http://127.0.0.1", http.NotFoundHandler())
	if err != nil {
		t.Fatal(err)
	}
	if got := knock(guarded, "127.0.0.1", ""); got != http.StatusNotFound {
		t.Errorf("answered %d", got)
	}
}

func knock(at http.Handler, host, header string) int {
	r := httptest.NewRequest(http.MethodGet, "/sign-in", nil)
	r.Host = host
	if header != "" {
		r.Header.Set(header, "x")
	}
	w := httptest.NewRecorder()
	at.ServeHTTP(w, r)
	return w.Code
}

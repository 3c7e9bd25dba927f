package fakemodel

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func start(t *testing.T, seed uint64) *Server {
	t.Helper()
	s, err := Start(Options{Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func post(t *testing.T, s *Server, path, body string) string {
	t.Helper()
	resp, err := http.Post(s.URL("")+path, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func chat(mode string) string {
	return `{"model":"` + mode + `","messages":[{"role":"user","content":"Say it kindly. [{\"id\":\"f1\",\"text\":\"Pain in the left arm for 3 weeks.\"}] Ignore the rest."}]}`
}

func TestSameRequestSameAnswer(t *testing.T) {
	one, same, other := start(t, 1), start(t, 1), start(t, 2)
	differs := false
	for _, mode := range []string{"good", "leak", "diagnose", "invent", "alter", "markup", "garbage", "badjson"} {
		a, b, c := post(t, one, "/chat/completions", chat(mode)), post(t, same, "/chat/completions", chat(mode)), post(t, other, "/chat/completions", chat(mode))
		if a != b {
			t.Errorf("%s: two answers to one request", mode)
		}
		differs = differs || a != c
	}
	if !differs {
		t.Error("the seed changes nothing")
	}
}

func TestWhatIsPlantedIsSaidAndKept(t *testing.T) {
	s := start(t, 3)
	for _, mode := range []string{"obey", "leak", "diagnose", "invent", "alter", "markup"} {
		s.Forget()
		for path, body := range map[string]string{"/chat/completions": chat(mode), "/messages": chat(mode)} {
			answer := post(t, s, path, body)
			kept := s.Requests()
			last := kept[len(kept)-1]
			if last.Mode != mode || last.Body != body || len(last.Planted) == 0 {
				t.Fatalf("%s: kept %+v", mode, last)
			}
			for _, planted := range last.Planted {
				if quoted := marshal(planted); !strings.Contains(answer, quoted[1:len(quoted)-1]) {
					t.Errorf("%s on %s: %q is not in %s", mode, path, planted, answer)
				}
			}
		}
	}
}

func TestAnswersTakeTheDemandedShape(t *testing.T) {
	schema := `{"type":"object","properties":{"sentences":{"type":"array","items":{"type":"object","properties":{"text":{"type":"string"},"ids":{"type":"array","items":{"type":"string"}}}}}}}`
	body := strings.TrimSuffix(chat("good"), "}") + `,"response_format":{"type":"json_schema","json_schema":{"name":"x","schema":` + schema + `}}}`
	answer := post(t, start(t, 1), "/chat/completions", body)
	if want := `{\"sentences\":[{\"ids\":[\"f1\"],\"text\":\"Pain in the left arm for 3 weeks.\"}]}`; !strings.Contains(answer, want) {
		t.Errorf("got %s", answer)
	}
}

func TestFactsAreFoundInProseAndJSON(t *testing.T) {
	want := []fact{{"f1", "It hurts."}, {"2", "No fever."}}
	for _, prompt := range []string{
		`Facts: {"facts":[{"id":"f1","text":"It hurts."},{"id":2,"text":"No fever."}]} and [more`,
		"Facts:\n- [f1] It hurts.\n[2] No fever.\nEnd",
	} {
		if got := given(prompt); !slices.Equal(got, want) {
			t.Errorf("%q: %v", prompt, got)
		}
	}
}

func TestUnknownModelsAndPathsAreRefused(t *testing.T) {
	s := start(t, 1)
	for _, path := range []string{"/chat/completions", "/elsewhere"} {
		if answer := post(t, s, path, chat("nobody")); !strings.Contains(answer, `"error"`) {
			t.Errorf("%s: %s", path, answer)
		}
	}
}

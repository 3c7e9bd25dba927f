package main

import (
	"strings"
	"testing"
	"time"

	"preceptor/internal/llm/fakemodel"
)

// talkWith holds two turns with the patient of a starter case and a model of a mode.
func talkWith(t *testing.T, mode string) (int, string, string) {
	t.Helper()
	model, err := fakemodel.Start(fakemodel.Options{Late: 5 * time.Second, Drip: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(model.Close)
	in := `{"id":"1","say":"Are you allergic to anything?"}` + "\n" + `{"id":"2","say":"What is your diagnosis?"}` + "\n"
	return caseCommand(in, "patient", "--case", "../../content/cases/acute-chest-pressure.yaml",
		"--model-url", model.URL(""), "--model", mode, "--patience", "1s")
}

func TestAModelOnlyWordsWhatTheEngineDecided(t *testing.T) {
	for _, mode := range []string{"good", "invent", "alter", "markup", "slow", "empty"} {
		t.Run(mode, func(t *testing.T) {
			status, out, errs := talkWith(t, mode)
			if status != 0 || strings.Count(out, "\n") != 2 {
				t.Fatalf("%d %s\n%s", status, errs, out)
			}
			if !strings.Contains(out, `"facts":[{"id":"allergy","text":"Penicillin gives her a rash"}]`) || !strings.Contains(strings.ToLower(out), "penicillin") {
				t.Errorf("the allergy was lost: %s", out)
			}
			if mode != "good" && !strings.Contains(out, "Penicillin brings me out in a rash.") {
				t.Errorf("the engine's own words do not stand: %s", out)
			}
		})
	}
}

func TestAModelNeedsAnAddress(t *testing.T) {
	status, _, errs := caseCommand("", "patient", "--case", "../../content/cases/acute-chest-pressure.yaml", "--model", "some")
	if status != 2 || !strings.Contains(errs, "--model-url") {
		t.Errorf("%d %s", status, errs)
	}
}

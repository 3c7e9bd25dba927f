package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"preceptor/content"
)

// command runs one command line and gives its status and outputs.
func caseCommand(in string, args ...string) (int, string, string) {
	var out, errs bytes.Buffer
	status := run(args, &Streams{In: strings.NewReader(in), Out: &out, Err: &errs})
	return status, out.String(), errs.String()
}

// starterFile writes a shipped case into a folder of the test.
func starterFile(t *testing.T, name string) string {
	t.Helper()
	text, err := content.Cases.ReadFile("cases/" + name)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestCaseCheckNamesFileLineAndFault(t *testing.T) {
	good := starterFile(t, "headache-in-the-gym.yaml")
	if status, out, errs := caseCommand("", "case", "check", good); status != 0 || out != "" {
		t.Fatalf("a good case: %d %s %s", status, out, errs)
	}
	text, _ := os.ReadFile(good)
	bad := filepath.Join(t.TempDir(), "bad.yaml")
	broken := strings.Replace(string(text), "topic: allergies", "topic: allergy", 1)
	if err := os.WriteFile(bad, []byte(broken), 0o644); err != nil {
		t.Fatal(err)
	}
	status, out, _ := caseCommand("", "case", "check", good, bad)
	if status != 1 || !strings.Contains(out, bad+":") || !strings.Contains(out, `the topic "allergy" is not in the tree`) {
		t.Errorf("a bad case: %d %s", status, out)
	}
	if err := os.WriteFile(bad, []byte("format: [\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if status, out, _ := caseCommand("", "case", "check", bad); status != 1 || !strings.HasPrefix(out, bad+":") {
		t.Errorf("no YAML: %d %s", status, out)
	}
}

func TestPatientTalksLineByLine(t *testing.T) {
	file := starterFile(t, "acute-chest-pressure.yaml")
	in := `{"id":"1","say":"Hello"}` + "\n" + `{"id":"2","say":"Are you allergic to anything?"}` + "\n"
	status, out, errs := caseCommand(in, "patient", "--case", file)
	want := `{"id":"1","reply":"Hello.","act":"greet","facts":[]}
{"id":"2","reply":"Yes. Penicillin brings me out in a rash.","act":"answer","facts":[{"id":"allergy","text":"Penicillin gives her a rash"}]}
`
	if status != 0 || out != want {
		t.Errorf("%d %s\n%s", status, errs, out)
	}
	if status, _, errs := caseCommand(`{"id":"1","say":"Hello"}`+"\nnonsense\n", "patient", "--case", file); status != 2 || !strings.Contains(errs, "line 2") {
		t.Errorf("a bad line: %d %s", status, errs)
	}
	if status, out, _ := caseCommand(`{"id":"1","do":"ECG"}`, "patient", "exam", "--case", file); status != 0 || !strings.Contains(out, `"known":true`) {
		t.Errorf("an examination: %d %s", status, out)
	}
}

func TestImportedCasesCanBePlayedAtOnce(t *testing.T) {
	dir := t.TempDir()
	records := filepath.Join(dir, "in.jsonl")
	line := `{"id":"a","age":"40 years","sex":"female","opening":"A 40-year-old woman has a cough","facts":["The woman has had a dry cough for two weeks.","The woman denies having a fever.","The woman smokes ten cigarettes a day."],"diagnosis":"Bronchitis"}`
	if err := os.WriteFile(records, []byte(line+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if status, _, errs := caseCommand("", "case", "import", "--from", "facts", records, "--out", filepath.Join(dir, "out")); status != 0 {
		t.Fatal(errs)
	}
	file := filepath.Join(dir, "out", "facts-0000.yaml")
	status, out, errs := caseCommand(`{"id":"1","say":"Any fever?"}`+"\n"+`{"id":"2","say":"Do you smoke?"}`+"\n", "patient", "--case", file)
	if status != 0 || !strings.Contains(out, "No, no fever.") || !strings.Contains(out, "I smoke ten cigarettes a day.") {
		t.Errorf("%d %s %s", status, errs, out)
	}
}

func TestMarkCommand(t *testing.T) {
	in := `{"id":"t","transcript":[{"who":"learner","text":"Any fever?"},{"who":"patient","text":"No."}],"checklist":[{"id":"a","text":"No fever","critical":true},{"id":"b","text":"Cough"}]}`
	status, out, errs := caseCommand(in, "mark")
	if status != 0 {
		t.Fatal(errs)
	}
	var got marksLine
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if got.ID != "t" || len(got.Items) != 2 || !got.Items[0].IsMet() || got.Items[1].IsMet() {
		t.Errorf("%s", out)
	}
	if status, _, _ := caseCommand(strings.Replace(in, "patient", "nurse", 1), "mark"); status != 2 {
		t.Error("an unknown speaker was accepted")
	}
}

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

// doubleMarkedTalk is a line as a school would write it.
func doubleMarkedTalk(first, second string) string {
	return `{"id":"t","transcript":[{"who":"learner","text":"Any fever?"},{"who":"patient","text":"No, no fever."}],` +
		`"checklist":[{"id":"f","text":"No fever"},{"id":"r","text":"Rash"}],"marks":{"ana":{"f":` + first + `,"r":false},"bo":{"f":` + second + `,"r":false}}}` + "\n"
}

func validated(t *testing.T, in string) (map[string]any, error) {
	t.Helper()
	var out, errs bytes.Buffer
	err := (&ValidateCmd{}).Run(&Streams{In: strings.NewReader(in), Out: &out, Err: &errs})
	if err != nil {
		if out.Len() > 0 {
			t.Errorf("something was written before the fault: %s", out.String())
		}
		return nil, err
	}
	var report map[string]any
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatal(err)
	}
	return report, nil
}

func TestValidateReportsBesideHumans(t *testing.T) {
	report, err := validated(t, doubleMarkedTalk("true", "true")+"\n"+doubleMarkedTalk("true", "null"))
	if err != nil {
		t.Fatal(err)
	}
	if report["validated"] != false || report["note"] != "not validated here: 2 of 100 double-marked talks" {
		t.Errorf("%v", report)
	}
	row := report["earn"].([]any)[0].(map[string]any)
	if humans := row["humans"].(map[string]any); row["earn"] != "obtained" || humans["items"] != 3.0 || humans["percent"] != 100.0 || humans["kappa"] != 1.0 || humans["interval"] != nil {
		t.Errorf("%v", row)
	}
}

func TestValidateNamesTheLine(t *testing.T) {
	good := doubleMarkedTalk("true", "true")
	for name, c := range map[string]struct{ in, fault string }{
		"not JSON":     {good + "{\n", "line 2: not a double-marked talk"},
		"one rater":    {good + `{"id":"t","marks":{"ana":{}}}`, "line 2: a talk needs the marks of exactly two raters, not 1"},
		"unknown item": {strings.Replace(good, `"bo":{"f"`, `"bo":{"x"`, 1), "line 1: a rater marked an item that is not in the checklist: x, by bo"},
		"who":          {strings.Replace(good, `"who":"patient"`, `"who":"nurse"`, 1), `line 1: turn 1: who must be "learner" or "patient", not "nurse"`},
		"no talk":      {"\n", "the input holds no talk"},
	} {
		_, err := validated(t, c.in)
		var fault usageFault
		if !errors.As(err, &fault) || !strings.HasPrefix(err.Error(), c.fault) {
			t.Errorf("%s: %v, want %s", name, err, c.fault)
		}
	}
}

func FuzzDoubleMarked(f *testing.F) {
	f.Add(doubleMarkedTalk("true", "false"))
	f.Add(`{"marks":{"a":null,"b":{}}}`)
	f.Fuzz(func(t *testing.T, line string) {
		if talk, err := doubleMarked([]byte(line)); err == nil && len(talk.Marks) != 2 {
			t.Errorf("%q passed with %d raters", line, len(talk.Marks))
		}
	})
}

package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestHelpIsUnderstoodAsPeopleMeanIt(t *testing.T) {
	for words, want := range map[string]string{
		"":                "Usage: preceptor <command>",
		"help":            "Usage: preceptor <command>",
		"help serve":      "Usage: preceptor serve",
		"help ledger key": "Usage: preceptor ledger key",
		"serve --help":    "Usage: preceptor serve",
	} {
		var out, errs bytes.Buffer
		status := run(strings.Fields(words), &Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
		if status != 0 || !strings.Contains(out.String(), want) || errs.Len() > 0 {
			t.Errorf("preceptor %s: status %d, %q, %q", words, status, out.String()[:min(80, out.Len())], errs.String())
		}
	}
}

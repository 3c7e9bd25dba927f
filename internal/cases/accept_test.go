package cases

import "testing"

func TestOnlyAPlainNameIsAccepted(t *testing.T) {
	c := &Case{Reasoning: Reasoning{Diagnosis: "Subarachnoid haemorrhage", Accept: []string{"SAH"}}}
	for given, want := range map[string]bool{
		"subarachnoid haemorrhage":                 true,
		"I think it is a subarachnoid haemorrhage": true,
		"Most likely SAH.":                         true,
		"not SAH":                                  false,
		"SAH or migraine":                          false,
		"excluded subarachnoid haemorrhage":        false,
		"haemorrhage":                              false,
		"":                                         false,
	} {
		if got := c.Accepts(given); got != want {
			t.Errorf("%q: %v", given, got)
		}
	}
	if undecided := (&Case{}); undecided.Accepts("") || undecided.Accepts("migraine") {
		t.Error("a case without a diagnosis accepted one")
	}
}

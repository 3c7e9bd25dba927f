package encounter

import (
	"testing"

	"preceptor/internal/cases"
)

func TestAWordingKeepsEveryFactThatTheMarksWillCredit(t *testing.T) {
	draft := "It's heavy and tight, like somebody leaning on me. My jaw's been aching on the left side."
	facts := []cases.Told{{ID: "quality", Text: "It feels heavy and tight, not sharp"}, {ID: "jaw", Text: "There is an ache in the left side of the jaw with it"}}
	for wording, want := range map[string]bool{
		draft: true,
		"Well, it's heavy, tight, you know. And my left jaw aches.": true,
		"It's heavy and tight.":         false,
		"My jaw's aching, on the left.": false,
		"I can't really say.":           false,
	} {
		if got := whole(draft, facts, wording); got.OK != want || got.Name != "whole" {
			t.Errorf("%q: %+v", wording, got)
		}
	}
	if !whole("Hello, doctor.", nil, "Hello.").OK {
		t.Error("a reply without facts has nothing to lose")
	}
}

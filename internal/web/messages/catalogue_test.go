package messages

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func readFrom(t *testing.T, locale, text string) *Catalogue {
	t.Helper()
	c, err := load(fstest.MapFS{locale + "/page.toml": {Data: []byte(text)}}, locale)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCountingFollowsTheLanguage(t *testing.T) {
	english := readFrom(t, "en", `[page]
turns = { one = "{n} turn", other = "{n} turns" }`)
	for n, want := range map[int]string{0: "0 turns", 1: "1 turn", 2: "2 turns", 1204: "1,204 turns"} {
		if got := english.Say("page.turns", "n", n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	// Polish has four categories; 22 is "few" and 25 is "many" (CLDR).
	polish := readFrom(t, "pl", `[page]
turns = { one = "{n} tura", few = "{n} tury", many = "{n} tur", other = "{n} tury" }`)
	for n, want := range map[int]string{1: "1 tura", 22: "22 tury", 25: "25 tur"} {
		if got := polish.Say("page.turns", "n", n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestArgumentsAreNotReadAsPlaces(t *testing.T) {
	c := readFrom(t, "en", `[page]
hello = "Hello {name}, from {place}"`)
	if got := c.Say("page.hello", "name", "{place}", "place", "Graz"); got != "Hello {place}, from Graz" {
		t.Errorf("%q", got)
	}
}

func TestMissingKeyIsSeen(t *testing.T) {
	if got := Shipped().In("en").Say("no.such-key"); got != "⟪no.such-key⟫" {
		t.Errorf("%q", got)
	}
}

func TestUnknownLocaleReadsEnglish(t *testing.T) {
	if got := Shipped().In("tlh").Locale(); got != "en" {
		t.Errorf("%q", got)
	}
	if slices.Contains(Shipped().Offered(), PseudoLocale) {
		t.Error("the pseudo-locale is offered to people")
	}
}

func TestFaultyCataloguesAreRefused(t *testing.T) {
	for name, text := range map[string]string{
		"a number":            "[page]\nn = 3",
		"no other":            `[page]` + "\n" + `n = { one = "a" }`,
		"an unknown category": `[page]` + "\n" + `n = { single = "a", other = "b" }`,
		"not TOML":            "[page",
	} {
		if _, err := load(fstest.MapFS{"en/page.toml": {Data: []byte(text)}}, "en"); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	twice := fstest.MapFS{"en/a.toml": {Data: []byte("[p]\nk = \"a\"")}, "en/b.toml": {Data: []byte("[p]\nk = \"b\"")}}
	if _, err := load(twice, "en"); err == nil || !strings.Contains(err.Error(), "p.k is defined twice") {
		t.Errorf("a key in two files: %v", err)
	}
}

func TestDatesAreWordedByTheCatalogue(t *testing.T) {
	c := Shipped().In("en")
	at := time.Date(2026, time.March, 3, 14, 5, 0, 0, time.UTC)
	if got := c.Moment(at); got != "3 March 2026, 14:05" {
		t.Errorf("%q", got)
	}
}

var places = regexp.MustCompile(`\{[a-z]+\}`)

// The pseudo-locale keeps every place and changes every message.
func TestPseudoLocaleMirrorsEnglish(t *testing.T) {
	english, pseudo := Shipped().In("en"), Shipped().In(PseudoLocale)
	for _, key := range english.Keys() {
		for category, text := range english.messages[key] {
			strange := pseudo.messages[key][category]
			if !slices.Equal(places.FindAllString(text, -1), places.FindAllString(strange, -1)) {
				t.Errorf("%s: %q became %q", key, text, strange)
			}
			if !strings.HasPrefix(strange, "⟦") || !strings.HasSuffix(strange, "⟧") {
				t.Errorf("%s: %q bears no marks", key, strange)
			}
		}
	}
}

// Plain words: the words that the glossary avoids do not come back, and texts
// use typographic apostrophes.
func TestEnglishKeepsToTheHousesWords(t *testing.T) {
	english := Shipped().In("en")
	avoided := regexp.MustCompile(`(?i)\b(scenario|log file|click here|please note|invalid|oops|sorry)\b`)
	for _, key := range english.Keys() {
		for _, text := range english.messages[key] {
			if avoided.MatchString(text) || strings.Contains(text, "'") || strings.TrimSpace(text) != text || text == "" {
				t.Errorf("%s: %q", key, text)
			}
		}
	}
}

// Whatever the file holds, it is read or refused, and what is read can be said.
func FuzzReadCatalogue(f *testing.F) {
	f.Add("[page]\ntitle = \"Cases\"\nfound = { one = \"{n} case\", other = \"{n} cases\" }")
	f.Add("[page]\na = [1]")
	f.Add("[a.b]\nc = {}")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := load(fstest.MapFS{"en/page.toml": {Data: []byte(text)}}, "en")
		if err != nil {
			return
		}
		for _, key := range c.Keys() {
			c.Say(key, "n", 1, "name", "x")
		}
	})
}

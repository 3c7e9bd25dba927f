package web_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"preceptor/internal/web/messages"
	"preceptor/internal/web/webtest"
)

// In the pseudo-locale every text of every page is either between ⟦ and ⟧, which
// only a catalogue makes, or content of people and cases.
func TestNoWordEscapesTheCatalogue(t *testing.T) {
	for _, state := range []webtest.State{webtest.Full, webtest.Empty} {
		house, err := webtest.New(state)
		if err != nil {
			t.Fatal(err)
		}
		content := house.Content()
		for _, stop := range webtest.Stops() {
			b := visitorOf(t, house, stop.Role)
			b.cookies["locale"] = messages.PseudoLocale
			page, err := html.Parse(b.get(stop.Path).Body)
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range shownTexts(page) {
				if rest := strange(text, content); rest != "" {
					t.Errorf("%s (%s): %q is in no catalogue (of %q)", stop.Name, state, rest, text)
				}
			}
		}
	}
}

// shownAttributes are the attributes whose values people read or hear.
var shownAttributes = map[string]bool{
	"aria-label": true, "title": true, "placeholder": true, "alt": true,
	"data-label": true, "data-hint": true, "data-pattern": true,
}

// silentElements hold nothing that is a word of the interface.
var silentElements = map[string]bool{"script": true, "style": true, "code": true, "pre": true, "kbd": true}

func shownTexts(n *html.Node) []string {
	var texts []string
	if n.Type == html.TextNode {
		texts = append(texts, strings.TrimSpace(n.Data))
	}
	if n.Type == html.ElementNode && silentElements[n.Data] {
		return nil
	}
	for _, a := range n.Attr {
		if a.Key == "lang" && n.Data == "option" {
			return nil // a language by its own name
		}
		// the label of a chart or a recording names the script's template, not a text
		if shownAttributes[a.Key] && n.Data != "template" {
			texts = append(texts, a.Val)
		}
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		texts = append(texts, shownTexts(child)...)
	}
	return texts
}

var fromCatalogue = regexp.MustCompile(`⟦[^⟦⟧]*⟧`)

// strange is what is left of a text without catalogue and content, if it has letters.
func strange(text string, content []string) string {
	for fromCatalogue.MatchString(text) { // a message may hold another one
		text = fromCatalogue.ReplaceAllString(text, "")
	}
	for _, known := range content {
		text = strings.ReplaceAll(text, known, "")
	}
	if strings.IndexFunc(text, unicode.IsLetter) < 0 {
		return ""
	}
	return strings.TrimSpace(text)
}

var (
	keyInTemplate = regexp.MustCompile(`(?:\bt|"label"|"help"|"title"|"text"|"action"|"summary"|"button") "([a-z-]+\.[a-z0-9:-]+)"`)
	keyInGo       = regexp.MustCompile(`"([a-z-]+\.[a-z0-9:-]+)"`)
	partInWord    = regexp.MustCompile(`\b(?:word|named) "([a-z-]+)"`)
)

// Every key that templates and handlers name exists, and every key is named.
func TestKeysAndCatalogueAgree(t *testing.T) {
	english := messages.Shipped().In("en")
	named, parts := map[string]bool{}, map[string]bool{}
	for _, text := range sources(t, "templates", ".html") {
		for _, m := range keyInTemplate.FindAllStringSubmatch(text, -1) {
			named[m[1]] = true
			if !english.Has(m[1]) {
				t.Errorf("templates name %q, which no catalogue holds", m[1])
			}
		}
		for _, m := range partInWord.FindAllStringSubmatch(text, -1) {
			parts[m[1]] = true
		}
	}
	for _, text := range append(sources(t, ".", ".go"), sources(t, "../app", ".go")...) {
		for _, m := range keyInGo.FindAllStringSubmatch(text, -1) {
			named[m[1]] = true
		}
	}
	for _, key := range english.Keys() {
		part, _, _ := strings.Cut(key, ".")
		if !named[key] && !parts[part] && !composed(key) {
			t.Errorf("%q is in the catalogue and named nowhere", key)
		}
	}
}

// composed tells whether a key is put together at run time: months and faults.
func composed(key string) bool {
	return strings.HasPrefix(key, "when.month-") || strings.HasPrefix(key, "fault.")
}

// sources reads the files of one kind below a folder, without tests.
func sources(t *testing.T, folder, ext string) []string {
	t.Helper()
	var texts []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ext || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		texts = append(texts, string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

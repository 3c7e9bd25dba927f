package checks

import (
	"regexp"
	"unicode"
	"unicode/utf8"
)

// Form runs the three checks of form: what every plain text in an answer should pass.
func Form(text string, most int) []Result {
	return []Result{Characters(text), Markup(text), Length(text, most)}
}

// Characters refuses what can move a cursor, hide text or turn its direction: control characters
// other than line feed and tab, Unicode's format characters (Cf, which hold the bidirectional
// overrides and the zero-width characters), private use, surrogates and the replacement character.
func Characters(text string) Result {
	faults := 0
	for _, r := range text {
		if odd(r) {
			faults++
		}
	}
	return verdict("characters", faults, "characters that text does not need")
}

func odd(r rune) bool {
	if r == '\n' || r == '\t' {
		return false
	}
	return r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs) || r == '\u2028' || r == '\u2029'
}

var markup = regexp.MustCompile(`(?im)` +
	`<[a-z!/?]` + // tags and comments
	`|&(#x?[0-9a-f]+|[a-z][a-z0-9]{1,20});` + // character references
	`|\]\s*\(` + // links and pictures
	`|\b[a-z][a-z0-9+.-]{1,20}:(//|[^\s]*\()` + // addresses and script links
	`|\bwww\.` +
	"|`" + // code
	`|^\s{0,3}#{1,6}\s` + // headings
	`|^\s*\|.*\|` + // tables
	`|\*\*|__` + // emphasis
	`|^\s*([-*_]\s*){3,}$`) // rules

// Markup refuses anything that a page or a terminal could take for more than text.
func Markup(text string) Result {
	return verdict("markup", len(markup.FindAllString(text, -1)), "pieces of markup")
}

// Length refuses more than most characters, and text without any letter.
func Length(text string, most int) Result {
	if n := utf8.RuneCountInString(text); n > most {
		return verdict("length", n-most, "characters too many")
	}
	for _, r := range text {
		if unicode.IsLetter(r) {
			return verdict("length", 0, "")
		}
	}
	return Result{Name: "length", Detail: "no word"}
}

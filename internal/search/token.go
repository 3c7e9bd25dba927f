package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// token is a word of a text: its folded form and where it stands, in code points.
type token struct {
	word       string
	start, end int
}

// tokens cuts a text into words: runs of letters, marks and digits. A number
// keeps its decimals ("5.5"), a word loses its possessive ("Crohn's"), and a
// hyphen separates.
func tokens(text string, visit func(token)) {
	at := 0 // code points before pos
	for pos := 0; pos < len(text); {
		r, size := utf8.DecodeRuneInString(text[pos:])
		if !isWord(r) {
			pos, at = pos+size, at+1
			continue
		}
		end, runes, plain := wordEnd(text, pos)
		visit(token{fold(text[pos:end], plain), at, at + runes})
		pos, at = end, at+runes
		if skip := possessive(text[pos:]); skip > 0 {
			pos, at = pos+skip, at+utf8.RuneCountInString(text[pos:pos+skip])
		}
	}
}

// wordEnd finds the end of the word at pos, its length in code points and
// whether it is plain lower-case ASCII.
func wordEnd(text string, pos int) (end, runes int, plain bool) {
	end, plain = pos, true
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if !isWord(r) && !(isPoint(r) && digitAt(text, end-1) && digitAt(text, end+1)) {
			break
		}
		plain = plain && r < utf8.RuneSelf && !(r >= 'A' && r <= 'Z')
		end, runes = end+size, runes+1
	}
	return end, runes, plain
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func isPoint(r rune) bool { return r == '.' || r == ',' }

func digitAt(text string, i int) bool {
	return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9'
}

// possessive is the length in bytes of 's at the beginning of the rest.
func possessive(rest string) int {
	for _, mark := range []string{"'s", "’s", "'S", "’S"} {
		if strings.HasPrefix(rest, mark) {
			next, _ := utf8.DecodeRuneInString(rest[len(mark):])
			if !isWord(next) || next == utf8.RuneError {
				return len(mark)
			}
		}
	}
	return 0
}

// greek are letters that medicine also writes out.
var greek = map[rune]string{'α': "alpha", 'β': "beta", 'γ': "gamma", 'δ': "delta", 'κ': "kappa", 'λ': "lambda", 'μ': "mu", 'µ': "mu", 'ω': "omega"}

// fold makes a word comparable: lower case, without accents, Greek written out.
func fold(word string, plain bool) string {
	if plain {
		return word
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(word) {
		r = unicode.ToLower(r)
		switch written := greek[r]; {
		case written != "":
			b.WriteString(written)
		case !unicode.IsMark(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

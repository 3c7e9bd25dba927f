package language

import (
	"strings"
	"unicode"
)

// Token is a word, a number or a mark that ends a clause.
type Token struct {
	Text  string // as written
	Lower string // lower case, straight apostrophe, American spelling
	Stem  string
	// Start and End are offsets in runes, end exclusive.
	Start, End int
	// Mark is true for punctuation.
	Mark bool
}

// Tokens splits a text into words, numbers and clause marks. Hyphens split words,
// apostrophes do not ("don't" is one token); "4.5" and "1,200" are one number.
func Tokens(text string) []Token {
	var out []Token
	runes := []rune(text)
	for i := 0; i < len(runes); {
		switch {
		case wordRune(runes[i]):
			end := wordEnd(runes, i)
			out = append(out, wordToken(string(runes[i:end]), i, end))
			i = end
		case strings.ContainsRune(".,;:?!()/&", runes[i]):
			out = append(out, markToken(runes[i], i))
			i++
		default:
			i++
		}
	}
	return out
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// wordEnd finds the end of the word or number that begins at i.
func wordEnd(runes []rune, i int) int {
	end := i + 1
	for end < len(runes) {
		r := runes[end]
		inside := end+1 < len(runes) && (r == '\'' || r == '’') && unicode.IsLetter(runes[end+1])
		number := end+1 < len(runes) && (r == '.' || r == ',') && unicode.IsDigit(runes[end-1]) && unicode.IsDigit(runes[end+1])
		if !wordRune(r) && !inside && !number && !unicode.Is(unicode.Mn, r) {
			break
		}
		end++
	}
	return end
}

func wordToken(text string, start, end int) Token {
	lower := strings.ReplaceAll(strings.ToLower(text), "’", "'")
	if base, isOwn := strings.CutSuffix(lower, "'s"); isOwn && !contracted[base] {
		lower = base
	}
	if full, ok := clipped[lower]; ok {
		lower, _ = strings.CutSuffix(full, "'s")
	}
	lower = american(lower)
	return Token{Text: text, Lower: lower, Stem: Stem(lower), Start: start, End: end}
}

// contracted are words whose 's is a verb ("what's"), which leaves the word itself.
var contracted = set("what who where when how that there here it he she let")

func markToken(r rune, at int) Token {
	if r == '&' {
		return Token{Text: "&", Lower: "and", Stem: "and", Start: at, End: at + 1}
	}
	return Token{Text: string(r), Lower: string(r), Start: at, End: at + 1, Mark: true}
}

// Slice is the part of a text between two rune offsets.
func Slice(text string, start, end int) string {
	runes := []rune(text)
	start, end = max(0, min(start, len(runes))), max(0, min(end, len(runes)))
	if start >= end {
		return ""
	}
	return string(runes[start:end])
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

package search

import "unicode"

// sentence is a stretch of a text, in code points, without space at its ends.
type sentence struct{ start, end int }

// longestSentence cuts what has no full stops, such as tables.
const longestSentence = 600

// sentences cuts a text at full stops, question marks and line breaks. It is
// generous: what it takes for a sentence only ever becomes part of a passage.
func sentences(text []rune) (out []sentence) {
	start := 0
	for i, r := range text {
		if !breaks(text, i, r) && i+1-start < longestSentence {
			continue
		}
		out = appendTrimmed(out, text, start, i+1)
		start = i + 1
	}
	return appendTrimmed(out, text, start, len(text))
}

func breaks(text []rune, i int, r rune) bool {
	switch r {
	case '\n', '\r', '\u2028', '\u2029':
		return true
	case '.', '!', '?', '…':
		return i+1 < len(text) && unicode.IsSpace(text[i+1]) && !abbreviated(text, i)
	}
	return false
}

// abbreviated says whether the full stop at i follows a single letter or a
// number, as in "E. coli" or "1. Wash".
func abbreviated(text []rune, i int) bool {
	return i >= 1 && (i == 1 || unicode.IsSpace(text[i-2])) && (unicode.IsUpper(text[i-1]) || unicode.IsDigit(text[i-1]))
}

func appendTrimmed(out []sentence, text []rune, start, end int) []sentence {
	for start < end && unicode.IsSpace(text[start]) {
		start++
	}
	for end > start && unicode.IsSpace(text[end-1]) {
		end--
	}
	if start == end {
		return out
	}
	return append(out, sentence{start, end})
}

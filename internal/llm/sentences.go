package llm

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences gathers pieces of a stream into sentences and hands each on when it is whole, with
// the space before it kept, so that the sentences put together are the text again. It cuts where
// a reader would stop, and rather too late than in the middle of "2.5 mg" or "Dr. Okoro".
type Sentences struct {
	sink    func(sentence string) error
	waiting string
}

// NewSentences hands each whole sentence to sink.
func NewSentences(sink func(sentence string) error) *Sentences { return &Sentences{sink: sink} }

// Add takes the next piece; an error of the sink is returned as it is.
func (s *Sentences) Add(piece string) error {
	s.waiting += piece
	for {
		end := sentenceEnd(s.waiting)
		if end == 0 {
			return nil
		}
		whole := s.waiting[:end]
		s.waiting = s.waiting[end:]
		if err := s.sink(whole); err != nil {
			return err
		}
	}
}

// Close hands on what is left, if it is more than space.
func (s *Sentences) Close() error {
	rest := s.waiting
	s.waiting = ""
	if strings.TrimSpace(rest) == "" {
		return nil
	}
	return s.sink(rest)
}

// sentenceEnd finds the byte after the first certain end of a sentence, or 0. An end is certain
// once the character after the closing marks and a space is there and does not go on in lower case.
func sentenceEnd(text string) int {
	for i, r := range text {
		if r == '\n' && strings.TrimSpace(text[:i]) != "" {
			return i
		}
		if !strings.ContainsRune(".!?…。！？", r) {
			continue
		}
		end := i + utf8.RuneLen(r)
		end += len(text[end:]) - len(strings.TrimLeft(text[end:], ".!?…\"'”’»)]"))
		if isWideStop(r) || (startsAnew(text[end:]) && !(r == '.' && isAbbreviation(text[:i]))) {
			return end
		}
	}
	return 0
}

// isWideStop tells the full stops of East Asian writing, which need no space after them.
func isWideStop(r rune) bool { return r == '。' || r == '！' || r == '？' }

// startsAnew tells whether a text goes on with space and then something that may open a sentence.
func startsAnew(rest string) bool {
	trimmed := strings.TrimLeft(rest, " \t\n\r\u00a0")
	if trimmed == rest || trimmed == "" {
		return false
	}
	next, _ := utf8.DecodeRuneInString(trimmed)
	return !unicode.IsLower(next)
}

var abbreviations = map[string]bool{
	"dr": true, "mr": true, "mrs": true, "ms": true, "prof": true, "st": true, "no": true, "nr": true,
	"vs": true, "approx": true, "e.g": true, "i.e": true, "etc": true, "fig": true, "al": true, "p": true,
}

// isAbbreviation tells whether the word before a full stop is one that does not end a sentence.
func isAbbreviation(before string) bool {
	word := before[strings.LastIndexAny(before, " \t\n(")+1:]
	return abbreviations[strings.ToLower(word)]
}

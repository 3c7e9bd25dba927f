package search

import "unicode/utf8"

const (
	passageLength = 400 // code points that a passage should not exceed
	crowding      = 0.25
)

// passage chooses neighbouring sentences that together say most of what is
// wanted: each term counts once, by its weight, and length costs a little. A
// text without any wanted term is represented by its beginning.
func (m *Memory) passage(d *document, terms []wanted) span {
	if len(d.sentences) == 0 {
		return span{}
	}
	weights := make(map[uint32]float64, len(terms))
	for _, w := range terms {
		weights[w.term] = w.weight
	}
	best, most := d.sentences[0], 0.0
	for i := range d.sentences {
		found := map[uint32]bool{}
		worth := 0.0
		for j := i; j < len(d.sentences); j++ {
			length := d.sentences[j].end - d.sentences[i].start
			if j > i && length > passageLength {
				break
			}
			for _, term := range d.terms[body][d.sentences[j].first:d.sentences[j].last] {
				if w := weights[term]; w > 0 && !found[term] {
					found[term] = true
					worth += w
				}
			}
			if rated := worth / (1 + crowding*float64(length)/passageLength); rated > most {
				best, most = span{start: d.sentences[i].start, end: d.sentences[j].end}, rated
			}
		}
	}
	return best
}

// cut takes code points start to end out of a text.
func cut(text string, start, end int) string {
	from := offset(text, 0, start)
	return text[from:offset(text, from, end-start)]
}

// offset is the byte after n code points from the byte at from.
func offset(text string, from, n int) int {
	for ; n > 0 && from < len(text); n-- {
		_, size := utf8.DecodeRuneInString(text[from:])
		from += size
	}
	return from
}

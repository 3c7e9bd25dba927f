package search

import (
	"fmt"
	"math"
)

// Builder collects documents for a Memory index.
type Builder struct {
	index *Memory
	ids   map[string]bool
	terms map[string]uint32
	count []posting // of the document at hand, by number of the term
}

// NewBuilder returns an empty builder.
func NewBuilder() *Builder {
	return &Builder{index: &Memory{stems: newStemmer()}, ids: map[string]bool{}, terms: map[string]uint32{}}
}

// Add indexes a document. It may return ErrDuplicate.
func (b *Builder) Add(d Document) error {
	if b.ids[d.ID] {
		return fmt.Errorf("%.60q: %w", d.ID, ErrDuplicate)
	}
	b.ids[d.ID] = true
	kept := document{Document: d}
	tokens(d.Title, func(t token) {
		if term, ok := b.term(t.word); ok {
			kept.terms[title] = append(kept.terms[title], term)
		}
	})
	b.addText(&kept)
	b.post(uint32(len(b.index.docs)), &kept)
	b.index.docs = append(b.index.docs, kept)
	return nil
}

// addText notes the terms of the text and in which sentence they stand.
func (b *Builder) addText(d *document) {
	for _, s := range sentences([]rune(d.Text)) {
		d.sentences = append(d.sentences, span{start: s.start, end: s.end})
	}
	at := 0
	tokens(d.Text, func(t token) {
		for at < len(d.sentences) && t.start >= d.sentences[at].end {
			d.sentences[at].last = len(d.terms[body])
			at++
			if at < len(d.sentences) {
				d.sentences[at].first = len(d.terms[body])
			}
		}
		if term, ok := b.term(t.word); ok {
			d.terms[body] = append(d.terms[body], term)
		}
	})
	for ; at < len(d.sentences); at++ {
		d.sentences[at].last = len(d.terms[body])
		if at+1 < len(d.sentences) {
			d.sentences[at+1].first = len(d.terms[body])
		}
	}
}

// post counts the terms of a document and adds a posting for each.
func (b *Builder) post(number uint32, d *document) {
	for len(b.count) < len(b.index.terms) {
		b.count = append(b.count, posting{})
	}
	var touched []uint32
	for f := range fields {
		for _, term := range d.terms[f] {
			p := &b.count[term]
			if p.tf == [fields]uint16{} {
				touched = append(touched, term)
			}
			if p.tf[f] < math.MaxUint16 {
				p.tf[f]++
			}
		}
	}
	for _, term := range touched {
		b.index.postings[term] = append(b.index.postings[term], posting{number, b.count[term].tf})
		b.count[term] = posting{}
	}
}

// term is the number of a word's term; false for function words.
func (b *Builder) term(word string) (uint32, bool) {
	stem := b.index.stems.term(word)
	if stem == "" {
		return 0, false
	}
	number, known := b.terms[stem]
	if !known {
		number = uint32(len(b.index.terms))
		b.terms[stem] = number
		b.index.terms = append(b.index.terms, stem)
		b.index.postings = append(b.index.postings, nil)
	}
	return number, true
}

// Index finishes the work; the builder must not be used afterwards.
func (b *Builder) Index() *Memory {
	b.index.finish()
	return b.index
}

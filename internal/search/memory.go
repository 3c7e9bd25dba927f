package search

import (
	"math"
	"sync"
)

// Memory is an index that is held in memory as a whole. It does not change.
type Memory struct {
	stems    *stemmer
	docs     []document
	terms    []string
	postings [][]posting // by number of the term, in the order of documents
	byTerm   map[string]uint32
	average  [fields]float64 // true mean number of terms
	spare    sync.Pool       // of *[]float64, a zero for each document
}

// field is a part of a document with a length and a weight of its own.
type field int

const (
	title field = iota
	body
	fields
)

// document is what the index keeps of a document: its terms in their order and
// the sentences of its text.
type document struct {
	Document
	terms     [fields][]uint32
	sentences []span

	titleWeight float64 // of all terms of the title together
}

// span is a sentence with the terms of the text that stand in it.
type span struct {
	start, end  int // code points
	first, last int // terms[body][first:last]
}

// posting says how often a term stands in a document.
type posting struct {
	doc uint32
	tf  [fields]uint16
}

// Len implements Index.
func (m *Memory) Len() int { return len(m.docs) }

// finish computes what follows from documents and postings.
func (m *Memory) finish() {
	m.byTerm = make(map[string]uint32, len(m.terms))
	for number, term := range m.terms {
		m.byTerm[term] = uint32(number)
	}
	for f := range fields {
		total := 0
		for i := range m.docs {
			total += len(m.docs[i].terms[f])
		}
		m.average[f] = math.Max(1, float64(total)) / math.Max(1, float64(len(m.docs)))
	}
	for i := range m.docs {
		for _, term := range m.docs[i].terms[title] {
			m.docs[i].titleWeight += m.idf(len(m.postings[term]))
		}
	}
}

// idf is the weight of a term that n documents hold (Robertson and Zaragoza
// 2009, equation 3.3, kept above zero as is usual).
func (m *Memory) idf(n int) float64 {
	return math.Log1p((float64(len(m.docs)) - float64(n) + 0.5) / (float64(n) + 0.5))
}

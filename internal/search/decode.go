package search

import (
	"math"
	"strings"
	"unicode/utf8"
)

// decode reads what encode wrote. Texts share the memory of data. Every number
// is checked, so that a damaged file can neither crash the program nor make it
// ask for more memory than the file's size justifies.
func decode(data string) (*Memory, error) {
	rest, found := strings.CutPrefix(data, magic)
	d := decoder{data: rest, failed: !found}
	m := &Memory{stems: newStemmer()}
	m.docs = make([]document, d.count())
	for i := range m.docs {
		d.document(&m.docs[i])
	}
	n := d.count()
	m.terms, m.postings = make([]string, n), make([][]posting, n)
	for i := range n {
		m.terms[i] = d.text()
		m.postings[i] = d.postings(len(m.docs))
	}
	if d.failed || d.data != "" || !m.sound() {
		return nil, ErrFormat
	}
	m.finish()
	return m, nil
}

// sound says whether documents name only terms that there are.
func (m *Memory) sound() bool {
	for i := range m.docs {
		for f := range fields {
			for _, term := range m.docs[i].terms[f] {
				if int(term) >= len(m.terms) {
					return false
				}
			}
		}
	}
	return true
}

type decoder struct {
	data   string
	failed bool
}

// number reads a varint of at most 32 bits.
func (d *decoder) number() int {
	n := uint64(0)
	for shift := 0; shift < 35 && shift/7 < len(d.data); shift += 7 {
		b := d.data[shift/7]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 && n <= math.MaxUint32 {
			d.data = d.data[shift/7+1:]
			return int(n)
		}
	}
	d.failed, d.data = true, ""
	return 0
}

// count reads how many things follow; each takes at least a byte.
func (d *decoder) count() int {
	n := d.number()
	if n > len(d.data) {
		d.failed, d.data = true, ""
		return 0
	}
	return n
}

func (d *decoder) text() string {
	n := d.count()
	s := d.data[:n]
	d.data = d.data[n:]
	return s
}

func (d *decoder) document(doc *document) {
	doc.ID, doc.Scope, doc.Title, doc.Text = d.text(), d.text(), d.text(), d.text()
	for f := range fields {
		doc.terms[f] = make([]uint32, d.count())
		for i := range doc.terms[f] {
			doc.terms[f][i] = uint32(d.number())
		}
	}
	doc.sentences = make([]span, d.count())
	end, last := 0, 0
	for i := range doc.sentences {
		start := end + d.number()
		end = start + d.number()
		first := last
		last = first + d.number()
		doc.sentences[i] = span{start, end, first, last}
	}
	if last > len(doc.terms[body]) || end > utf8.RuneCountInString(doc.Text) {
		d.failed = true
	}
}

func (d *decoder) postings(docs int) []posting {
	list := make([]posting, d.count())
	doc := 0
	for i := range list {
		doc += d.number()
		counts := [fields]int{d.number(), d.number()}
		if doc >= docs || max(counts[title], counts[body]) > math.MaxUint16 {
			d.failed, d.data = true, ""
			return nil
		}
		list[i] = posting{uint32(doc), [fields]uint16{uint16(counts[title]), uint16(counts[body])}}
	}
	return list
}

package search

import "encoding/binary"

// encode writes: magic; documents (id, scope, title, text, terms per field,
// sentences); terms with their postings. Numbers are unsigned varints, texts
// carry their length, places are differences from the one before.
func (m *Memory) encode() []byte {
	e := encoder{data: []byte(magic)}
	e.number(len(m.docs))
	for i := range m.docs {
		e.document(&m.docs[i])
	}
	e.number(len(m.terms))
	for i, term := range m.terms {
		e.text(term)
		e.postings(m.postings[i])
	}
	return e.data
}

type encoder struct{ data []byte }

func (e *encoder) number(n int) { e.data = binary.AppendUvarint(e.data, uint64(n)) }

func (e *encoder) text(s string) {
	e.number(len(s))
	e.data = append(e.data, s...)
}

func (e *encoder) document(d *document) {
	for _, s := range []string{d.ID, d.Scope, d.Title, d.Text} {
		e.text(s)
	}
	for f := range fields {
		e.number(len(d.terms[f]))
		for _, term := range d.terms[f] {
			e.number(int(term))
		}
	}
	e.number(len(d.sentences))
	end := 0
	for _, s := range d.sentences {
		e.number(s.start - end)
		e.number(s.end - s.start)
		e.number(s.last - s.first)
		end = s.end
	}
}

func (e *encoder) postings(list []posting) {
	e.number(len(list))
	before := 0
	for _, p := range list {
		e.number(int(p.doc) - before)
		e.number(int(p.tf[title]))
		e.number(int(p.tf[body]))
		before = int(p.doc)
	}
}

package search

// The parameters of BM25F. k1 and b of the text are those of the literature; the
// weight of the title belongs to one that says just what the query says.
const (
	k1          = 1.2
	bTitle      = 0.3
	bBody       = 0.75
	titleWeight = 12.0
)

// titleCovers says for each document how far its title and the query are the
// same: the share of the query's weight that the title holds, times the share
// of the title's weight that the query holds. Two texts that share a word by
// chance have little of either. The caller gives the list back.
func (m *Memory) titleCovers(terms []wanted) []float64 {
	covers, total := m.borrow(), 0.0
	for _, w := range terms {
		total += w.weight
		for _, p := range m.postings[w.term] {
			if p.tf[title] > 0 {
				covers[p.doc] += w.weight
			}
		}
	}
	for i, shared := range covers {
		if shared > 0 {
			covers[i] = shared / total * min(1, shared/m.docs[i].titleWeight)
		}
	}
	return covers
}

// saturated is the weight of a term in a document, between 0 and k1+1.
func (m *Memory) saturated(p posting, cover float64) float64 {
	d := &m.docs[p.doc]
	tf := float64(p.tf[body]) / m.norm(d, body, bBody)
	if p.tf[title] > 0 {
		tf += titleWeight * cover * float64(p.tf[title]) / m.norm(d, title, bTitle)
	}
	return (k1 + 1) * tf / (k1 + tf)
}

// norm is how much longer than the average a field is, softened by b.
func (m *Memory) norm(d *document, f field, b float64) float64 {
	return 1 - b + b*float64(len(d.terms[f]))/m.average[f]
}

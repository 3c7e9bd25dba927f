// Package search finds the passages that answer a question, without a model: an
// inverted index ranked by BM25F.
//
//	text ──► tokens (words with their place) ──► terms (stems) ──► postings
//	query ─► terms ─► candidates by BM25F ─► the best again, by nearness ─► passages
//
// # Words
//
//   - document: what is indexed, with a title and a text.
//   - field: title or text. Their weights follow the query: the title of a
//     document counts as much as the query covers it, since a word that a
//     question shares with a long title by chance says little.
//   - passage: the sentences of a document's text that answer best, cut out
//     exactly, in code points.
//   - scope: who may find a document; it filters inside, never after the top k.
//
// # Sources
//
// BM25: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25
// and Beyond", Foundations and Trends in Information Retrieval 3(4), 2009, which
// also defines BM25F. Lengths are true numbers of terms, and their averages are
// taken over all documents. Stems: the English Snowball stemmer (Porter 2).
//
// An index is a cache: it can be built again from the texts at any time. A file
// of it appears whole or not at all.
package search

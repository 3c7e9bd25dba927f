package search

import (
	"context"
	"errors"
)

// Document is one passage of a source, or a whole text that is searched as one.
type Document struct {
	ID    string
	Scope string // who may find it: a course; empty is everybody
	Title string
	Text  string
}

// Query is what somebody looks for.
type Query struct {
	Text string
	Top  int // hits at most
	// Sees says whether the asker may find documents of a scope; nil sees all.
	// It is asked inside the search, so that hidden documents cost no places.
	Sees func(scope string) bool
}

// Hit is a document with the part of its text that answers best. Start and End
// count Unicode code points of the text; Text is exactly what stands there.
type Hit struct {
	ID         string
	Score      float64
	Start, End int
	Text       string
}

// Index answers queries. It is safe for use by several goroutines.
type Index interface {
	// Search returns the best hits, best first; equal scores stand in the order
	// in which the documents were added. A query without words has none.
	Search(ctx context.Context, q Query) ([]Hit, error)
	// Len is the number of documents.
	Len() int
}

// Embedder turns texts into vectors of one length. It is handed in by whoever
// may ask a model; this package never does.
type Embedder interface {
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

var (
	// ErrDuplicate is returned for a document whose id was added before.
	ErrDuplicate = errors.New("two documents have the same id")
	// ErrFormat is returned for a file that is not a whole index of this version.
	ErrFormat = errors.New("not a search index of this version, or damaged; build it again")
)

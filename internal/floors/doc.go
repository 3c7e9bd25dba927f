// Package floors holds the rules of the house that a machine can read: which
// package stands on which floor, who may import whom, and how files are kept.
// Its test reads the whole repository and fails with the sentence of the
// design that is broken.
//
//	5 faces       cmd/preceptor   internal/app   internal/web   internal/api
//	4 activities  never import each other
//	3 things      import only to their left
//	2 engines     know nothing of education
//	1 sciences    standard library and gonum, no I/O, no clock
//	0 data        migrations and content: embedded files, no code to speak of; this package
//
// A folder below a package (internal/db/dbtest) stands where its package stands.
package floors

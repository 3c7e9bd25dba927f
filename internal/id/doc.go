// Package id makes and reads the identifiers of everything that is stored:
// ULIDs (https://github.com/ulid/spec), 26 characters of Crockford base 32 that
// sort by the time they were made. The package that owns a noun declares its
// identifier as a string type of its own (type CaseID string), so that the
// compiler keeps a person's id out of a place where a case's id is due.
package id

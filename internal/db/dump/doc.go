// Package dump copies all rows of a database into files and back, in one form
// for both engines: what was dumped from SQLite loads into PostgreSQL and the
// other way round, as long as both have the same schema version.
//
// A table becomes one file of JSON Lines: first its name and columns,
//
//	{"table":"courses","columns":[{"name":"id","kind":"text"},{"name":"made_at","kind":"whole"}]}
//
// then one array per row: text as a string, whole numbers and truth values as
// integers, real numbers as numbers, bytes in base64, NULL as null.
//
// All files of one Snapshot show the same moment, while others go on writing:
// on SQLite a copy made with VACUUM INTO, on PostgreSQL a read-only transaction
// that waits for a safe snapshot.
package dump

// Package responses holds the answers of persons to items: a rectangle of
// whole numbers with gaps, the common input of all of measure/.
//
// Words: a person is a row, an item is a column, a gap is an item that the
// person has not seen. A Fault names the row and the column that cannot be used.
//
// Rows count from 1 in sentences for people and from 0 in code.
package responses

// Package messages holds every word that the pages show, one catalogue per locale.
//
// A catalogue is a folder of TOML files (en/*.toml), one file per part of the
// house, so that a new page brings its own file. A key is "part.name"; a message
// may hold {named} places; a message that counts is a table of CLDR plural
// categories and is chosen by the argument "n":
//
//	[cases]
//	title = "Cases"
//	found = { one = "{n} case", other = "{n} cases" }
//
// English is complete and is what every other locale falls back to. The
// pseudo-locale en-XA is made from English: it is longer, accented and wrapped
// in ⟦…⟧, so that a test (and a pair of eyes) finds text that never went through
// a catalogue and layouts that break when words grow.
package messages

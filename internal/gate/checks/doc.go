// Package checks holds ready-made judges of a model's words, for the checkers that callers hand to
// the gate. Each is a pure function from a text, and the texts that it may draw on, to a Result.
//
// They err on the side of refusal: a good wording that is refused costs a little charm, because the
// caller has its own words; a bad one that passes costs trust.
//
//	Characters  no control, direction or invisible characters
//	Markup      plain text only: no HTML, links, addresses, tables, headings
//	Length      no more characters than allowed, and at least one letter
//	Words       each content word stands in a given text
//	Polarity    what is denied in the given texts stays denied, what is not stays so
//	Quantities  each number stands with its unit in a given text about the same thing
//	Turns       left and right, before and after, always and sometimes: as in a given text
//
// A Result names the check and says how many faults there were. It never repeats the judged text,
// so that it can be stored and shown.
package checks

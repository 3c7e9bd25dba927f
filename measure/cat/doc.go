// Package cat runs adaptive tests: each examinee gets the items that tell most
// about this examinee, and nobody sees an item too often.
//
// Words: a bank holds calibrated items; a plan says how items are chosen and
// when a test ends; a criterion rates an item for the posterior so far; a
// control keeps items from being seen too often; a quota is an area's share of
// a test; a run is one examinee's whole test.
//
//	          +------------------------------------------+
//	          v                                          |
//	start -> rate -> quota -> control -> ask -> update -> stop? -> run
//	        (criterion)                                   se, information, SPRT, length
//
// Everything random comes from the seed: equal seeds give equal runs.
package cat

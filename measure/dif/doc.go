// Package dif finds items that work differently in two groups of equal ability
// (differential item functioning).
//
// Words: the reference group is compared with the focal group; persons are
// matched into strata by their score; delta is the ETS scale, on which 0 is no
// difference and a positive value favours the focal group.
//
//	answers + group -> MantelHaenszel -> BenjaminiHochberg -> flags
//	                   Logistic          Shrink (small groups)
//
// Nothing here returns NaN: where a figure does not exist, Note says why in a
// sentence and the figure stands at the value of no difference.
package dif

// Package spacing says when to review what: the memory model FSRS-6, the fit of
// its weights to a learner's own reviews, and SM-2 to compare it with.
//
// # Words
//
// A card is a thing to remember. A review is one attempt to recall it: the whole
// days since the attempt before, and a rating from Again (forgotten) to Easy. The
// memory of a card is two numbers: stability S, the days until the probability of
// recall has fallen to 0.9, and difficulty D from 1 to 10. Retrievability R is
// the probability of recall at a moment.
//
//	            rating g                       days t, rating g
//	(new card) ----------> S0(g), D0(g) ----+-----------------------> R(t, S)
//	                            ^           |                            |
//	                            |           | g = Again: S falls         |
//	                            +-----------+ g > Again: S grows <-------+
//
// # Convention
//
// The long-term formulas serve every review, one on the same day too (R = 1); the
// short-term weights w17 to w19 are carried and never used. Numbers are rounded to
// eight decimals at each step, as the reference implementation ts-fsrs does, so
// that cards can move between programs without drifting apart.
//
// # Sources
//
// FSRS-6: Ye, Su, Cao, "A Stochastic Shortest Path Algorithm for Optimizing Spaced
// Repetition Scheduling", KDD 2022, and the algorithm page of the
// open-spaced-repetition project (version 6). SM-2: Wozniak, "Optimization of
// learning", 1990.
package spacing

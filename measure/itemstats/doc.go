// Package itemstats is classical test theory: how hard and how telling each item
// is, how its distractors work, how reliable the whole exam is, and how safe its
// pass-fail decisions are.
//
// # Words
//
// Difficulty is the mean share of an item's marks that candidates earn (so an easy
// item has a high one). The rest score is a person's score on all other items.
// Alpha and omega are shares of the sum score's variance that would return on an
// equivalent exam; the standard error of measurement (SEM) is the same told in
// marks. A curve shows how often an option is chosen by the weakest to the best
// fifth of candidates.
//
// # Gaps
//
// An answer that is missing is not a wrong one. Items are described by those who
// saw them, rest scores are means over the items seen, covariances are taken over
// the persons who saw both items.
//
// # Sources
//
// Lord & Novick, "Statistical Theories of Mental Test Scores", 1968. Cronbach,
// Psychometrika 16, 1951; Feldt, Psychometrika 30, 1965; McDonald, "Test Theory",
// 1999; Kelley, Journal of Educational Psychology 30, 1939; Lord, Educational and
// Psychological Measurement 15, 1955; Livingston & Lewis, Journal of Educational
// Measurement 32, 1995; Subkoviak, Journal of Educational Measurement 13, 1976.
package itemstats

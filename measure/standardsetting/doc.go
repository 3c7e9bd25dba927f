// Package standardsetting finds the score that divides passing from failing.
//
// # Words
//
// A cut is the least score that passes. Judges are people who say what a barely
// competent (borderline) candidate would do. A grade is an examiner's global
// judgement of a candidate beside the checklist score.
//
//	judgements of items      ModifiedAngoff, Ebel
//	scores of the exam       Cohen, Hofstee (with judgements of what is acceptable)
//	grades beside scores     BorderlineGroup, BorderlineRegression, Bootstrap
//	the decision             Rule (compensatory and conjunctive)
//
// # Sources
//
// Angoff 1971; Ebel 1972; Hofstee 1983; Cohen-Schotanus & van der Vleuten, Medical
// Teacher 32, 2010; Kramer et al., Medical Education 37, 2003 (borderline
// regression); McKinley & Norcini, Medical Teacher 36, 2014 (AMEE guide 85).
// Whatever is returned is a number; what cannot be computed is an error that says
// why.
package standardsetting

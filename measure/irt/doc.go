// Package irt calibrates items and measures persons by item response theory.
//
// Words: an item's curve gives the probability of each answer at each ability
// theta; a pattern is one way to answer all items; a node is a point of the
// quadrature over theta.
//
//	answers -> code -> start values -> climb (E-step, M-step, acceleration) -> Fit
//	Fit + answers -> EAP, MAP, WLE, sum-score EAP     (persons)
//	              -> S-X2, M2, Q3, lz                 (does the model hold?)
//	two Fits      -> Stocking-Lord, Haebara, mean-sigma (one scale)
//
// Equal input gives equal bits whatever the number of cores: work is cut into
// fixed pieces that are added up in a fixed order.
package irt

// Package validation says how well the marker agrees with humans, beside how well
// humans agree with each other, on talks that two of them marked independently.
//
// Agreement is Cohen's kappa (Cohen 1960) with an interval from leaving out one talk
// at a time (the jackknife; Efron & Stein 1981), because items of one talk are not
// independent: an interval over items would be too narrow. With fewer than three
// talks no interval is given. Items that the marker leaves to a human are not counted
// as agreement or disagreement; how many they are is said beside.
//
// Until a school has 100 double-marked talks of its own, the marks are not validated
// there, whatever the figures say elsewhere.
package validation

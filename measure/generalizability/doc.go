// Package generalizability says how far marks can be trusted beyond the stations
// and raters that happened to give them.
//
// # Words
//
// A mark is a number that a rater gave a person at a station. A variance component
// is how much of the spread of marks comes from one source: persons (what one
// wants to measure), stations, raters, their combinations, and the rest. The
// generalizability coefficient G says how well marks rank persons; the
// dependability coefficient Φ (phi) how well they tell a person's level. A D-study
// forecasts both for other numbers of stations and raters.
//
// Effects are written as in Brennan: p persons, s stations, r raters; "ps" the
// person-station interaction, "r:s" raters nested in stations.
//
// # Method
//
// Components are estimated by restricted maximum likelihood (REML) on Henderson's
// mixed-model equations, with average-information steps, for complete and
// incomplete tables alike. The largest factor is absorbed into the others exactly,
// so that the dense part stays small.
//
// # Sources
//
// Brennan, "Generalizability Theory", 2001. Cronbach, Gleser, Nanda, Rajaratnam,
// "The Dependability of Behavioral Measurements", 1972. Patterson, Thompson,
// Biometrika 58, 1971 (REML). Gilmour, Thompson, Cullis, Biometrics 51, 1995
// (average information). Henderson, Biometrics 31, 1975.
package generalizability

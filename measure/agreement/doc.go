// Package agreement says how well raters agree.
//
// # Words
//
// Units (candidates, answers, films) are rated by raters. A table holds one row per
// unit and one column per rater; a gap is written as Gap. Categories are the
// different values that ratings can have; weights say how much of an agreement two
// categories are.
//
//	two raters, categories             Kappa (unweighted, linear, quadratic)
//	any raters, categories, gaps       Gwet (AC1, AC2), Krippendorff (alpha)
//	any raters, numbers                ICC (McGraw & Wong's six forms), Krippendorff
//	any raters, numbers, gaps          ICCWithGaps, Krippendorff
//	two methods, numbers               BlandAltman
//
// Every coefficient comes with an interval. Nothing returns NaN: what cannot be
// computed is an error that says why and where.
//
// # Sources
//
// Cohen, Educational and Psychological Measurement 20, 1960 and Psychological
// Bulletin 70, 1968; Fleiss, Cohen, Everitt, Psychological Bulletin 72, 1969; Shrout
// & Fleiss, Psychological Bulletin 86, 1979; McGraw & Wong, Psychological Methods 1,
// 1996; Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011; Gwet,
// British Journal of Mathematical and Statistical Psychology 61, 2008, and "Handbook
// of Inter-Rater Reliability", 2014; Bland & Altman, Statistical Methods in Medical
// Research 8, 1999.
package agreement

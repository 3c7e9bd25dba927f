package generalizability_test

import (
	"fmt"

	"preceptor/measure/generalizability"
)

// Synthetic data set 4 of Brennan (2001), table 3.2: 10 persons, 3 tasks, each
// with 4 raters of its own. The book's components (p. 116) are 0.473, 0.325,
// 0.648, 0.560 and 2.380.
func ExampleAnalyse() {
	raters := [12][10]float64{
		{5, 9, 3, 7, 9, 3, 7, 5, 9, 4}, {6, 3, 4, 5, 2, 4, 3, 8, 9, 4}, {5, 7, 3, 5, 9, 3, 7, 5, 8, 4}, {5, 7, 3, 3, 7, 5, 7, 7, 8, 3},
		{5, 7, 5, 3, 7, 3, 7, 7, 6, 3}, {3, 5, 3, 1, 7, 3, 5, 5, 6, 5}, {4, 5, 3, 4, 3, 6, 5, 5, 6, 6}, {5, 5, 5, 3, 7, 3, 7, 4, 5, 5},
		{6, 7, 6, 5, 2, 4, 5, 3, 5, 5}, {7, 7, 5, 3, 7, 5, 5, 2, 8, 7}, {3, 5, 1, 3, 5, 1, 5, 1, 1, 1}, {3, 2, 6, 5, 3, 2, 4, 1, 1, 1},
	}
	var marks []generalizability.Mark
	for r, row := range raters {
		for p, v := range row {
			marks = append(marks, generalizability.Mark{Person: p, Station: r / 4, Rater: r, Value: v})
		}
	}
	study, err := generalizability.Analyse(marks, generalizability.RatersInStations)
	if err != nil {
		panic(err)
	}
	for _, c := range study.Components {
		fmt.Printf("%s %.3f\n", c.Name, c.Variance)
	}
	// Output:
	// p 0.473
	// s 0.325
	// r:s 0.648
	// ps 0.560
	// residual 2.380
}

// Six targets and four judges of Shrout & Fleiss (Psychological Bulletin 86, 1979):
// G of the mean of four is their ICC(3,4) = .91, Φ their ICC(2,4) = .62, and Φ of a
// single judge their ICC(2,1) = .29. Judges take the place of stations.
func ExampleStudy_Forecast() {
	var marks []generalizability.Mark
	for p, row := range [][]float64{{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}} {
		for j, v := range row {
			marks = append(marks, generalizability.Mark{Person: p, Station: j, Rater: generalizability.NoRater, Value: v})
		}
	}
	study, err := generalizability.Analyse(marks, generalizability.PersonsByStations)
	if err != nil {
		panic(err)
	}
	fmt.Printf("G %.2f, phi %.2f, phi of one judge %.2f\n", study.Observed.G, study.Observed.Phi, study.Forecast(1, 1).Phi)
	// Output: G 0.91, phi 0.62, phi of one judge 0.29
}

// dyestuff are the yields of Davies & Goldsmith (1972): six batches, five samples of
// each.
func dyestuff() *generalizability.Fit {
	yields := []float64{
		1545, 1440, 1440, 1520, 1580, 1540, 1555, 1490, 1560, 1495, 1595, 1550, 1605, 1510, 1560,
		1445, 1440, 1595, 1465, 1545, 1595, 1630, 1515, 1635, 1625, 1520, 1455, 1450, 1480, 1445,
	}
	batch := generalizability.Term{Name: "batch", Levels: make([]int, len(yields))}
	for i := range yields {
		batch.Levels[i] = i / 5
	}
	fit, err := generalizability.REML(yields, []generalizability.Term{batch})
	if err != nil {
		panic(err)
	}
	return fit
}

// R's lme4 gives 1764.05 between batches, 2451.25 within, and a deviance of 319.654
// (Bates et al. 2015).
func ExampleREML() {
	fit := dyestuff()
	fmt.Printf("mean %.1f, batch %.2f, residual %.2f, deviance %.3f\n", fit.Mean, fit.Terms[0].Variance, fit.Residual, -2*fit.LogLik)
	// Output: mean 1527.5, batch 1764.05, residual 2451.25, deviance 319.654
}

// The share of the yield's variance that lies between batches: 1764.05 of 1764.05 +
// 2451.25, or .42. Six batches say little.
func ExampleFit_Proportion() {
	share, within, err := dyestuff().Proportion([]float64{1, 0}, []float64{0, 1}, 0.95)
	fmt.Printf("%.2f (%.2f to %.2f) %v\n", share, within.Low, within.High, err)
	// Output: 0.42 (0.11 to 0.80) <nil>
}

// marked are five persons at three stations with a rater each, by hand: the third
// rater is three marks harsher.
func marked() []generalizability.Mark {
	var marks []generalizability.Mark
	for p, row := range [][]float64{{7, 8, 4}, {5, 5, 3}, {9, 9, 7}, {4, 6, 2}, {6, 7, 3}} {
		for s, v := range row {
			marks = append(marks, generalizability.Mark{Person: p, Station: s, Rater: s, Value: v})
		}
	}
	return marks
}

// One rater for each station: raters cannot be told from stations.
func ExampleDesignOf() {
	fmt.Println(generalizability.DesignOf(marked()))
	// Output: p x (r:s)
}

// The interval shows how little five persons say.
func ExampleStudy_Intervals() {
	study, err := generalizability.Analyse(marked(), generalizability.RatersInStations)
	if err != nil {
		panic(err)
	}
	g, phi, err := study.Intervals(study.Observed, 0.95)
	if err != nil {
		panic(err)
	}
	fmt.Printf("G %.2f (%.2f to %.2f), phi %.2f (%.2f to %.2f)\n", study.Observed.G, g.Low, g.High, study.Observed.Phi, phi.Low, phi.High)
	// Output: G 0.96 (0.80 to 0.99), phi 0.74 (0.23 to 0.97)
}

// By definition (Brennan & Kane 1977) Φ(λ) is Φ at the mean, and rises with the
// distance of the cut from it.
func ExampleStudy_PhiAt() {
	study, err := generalizability.Analyse(marked(), generalizability.RatersInStations)
	if err != nil {
		panic(err)
	}
	for _, cut := range []float64{study.Mean, study.Mean - 3} {
		fmt.Printf("%.2f ", study.PhiAt(cut, study.Observed))
	}
	// Output: 0.74 0.91
}

// Three raters see the same persons at the same two stations; the third is harsh.
func ExampleStudy_CompareRaters() {
	var marks []generalizability.Mark
	for p, level := range []float64{4, 7, 5, 9, 6} {
		for s := range 2 {
			for r, shift := range []float64{0, 0.5, -3} {
				marks = append(marks, generalizability.Mark{Person: p, Station: s, Rater: r, Value: level + shift + float64((p*s+r)%2)})
			}
		}
	}
	study, err := generalizability.Analyse(marks, generalizability.RatersAcrossStations)
	if err != nil {
		panic(err)
	}
	for _, r := range study.CompareRaters() {
		fmt.Printf("rater %d: %+.1f\n", r.Rater, r.Severity)
	}
	// Output:
	// rater 0: +0.6
	// rater 1: +1.7
	// rater 2: -2.3
}

package agreement_test

import (
	"fmt"

	"preceptor/measure/agreement"
)

// The table of Fleiss, Cohen & Everitt (1969), 200 units as shares .53 .05 .02 / .11
// .14 .05 / .01 .06 .03: kappa .429, standard error .054.
func ExampleKappa() {
	var table [][]float64
	for i, row := range [][]int{{106, 10, 4}, {22, 28, 10}, {2, 12, 6}} {
		for j, n := range row {
			for range n {
				table = append(table, []float64{float64(i), float64(j)})
			}
		}
	}
	k, err := agreement.Kappa(table, agreement.Unweighted, nil, 0.95)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.3f, SE %.3f\n", k.Value, k.SE)
	// Output: 0.429, SE 0.054
}

// krippendorff is the worked example of Krippendorff (2011): 4 observers, 12 units.
func krippendorff() [][]float64 {
	g := agreement.Gap
	observers := [][]float64{
		{1, 2, 3, 3, 2, 1, 4, 1, 2, g, g, g},
		{1, 2, 3, 3, 2, 2, 4, 1, 2, 5, g, 3},
		{g, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, g},
		{1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, g},
	}
	table := make([][]float64, 12)
	for u := range table {
		for _, o := range observers {
			table[u] = append(table[u], o[u])
		}
	}
	return table
}

// The paper gives .743, .815, .849 and .797.
func ExampleKrippendorff() {
	for _, m := range []agreement.Metric{agreement.Nominal, agreement.Ordinal, agreement.Interval, agreement.Ratio} {
		a, err := agreement.Krippendorff(krippendorff(), m, agreement.Bootstrap{Replicates: 100, Seed: 1}, 0.95)
		if err != nil {
			panic(err)
		}
		fmt.Printf("%.3f ", a.Value)
	}
	// Output: 0.743 0.815 0.849 0.797
}

// Gwet's own program gives .775 with standard error .143 for Krippendorff's data
// (Gwet 2014, table 2.10; package irrCAC).
func ExampleGwet() {
	ac1, err := agreement.Gwet(krippendorff(), agreement.Unweighted, nil, 0.95)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.3f, SE %.3f (%.3f to %.3f)\n", ac1.Value, ac1.SE, ac1.Low, ac1.High)
	// Output: 0.775, SE 0.143 (0.461 to 1.000)
}

// Table 2 of Shrout & Fleiss (1979); the paper gives .17, .29, .71 and .44, .62, .91.
func ExampleICC() {
	c, err := agreement.ICC([][]float64{{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}}, 0.95)
	if err != nil {
		panic(err)
	}
	for _, r := range []agreement.Coefficient{c.Single, c.Agreement, c.Consistency, c.SingleMean, c.AgreementMean, c.ConsistencyMean} {
		fmt.Printf("%.2f (%.2f to %.2f)\n", r.Value, r.Low, r.High)
	}
	// Output:
	// 0.17 (-0.13 to 0.72)
	// 0.29 (0.02 to 0.76)
	// 0.71 (0.34 to 0.95)
	// 0.44 (-0.88 to 0.91)
	// 0.62 (0.07 to 0.93)
	// 0.91 (0.68 to 0.99)
}

// Peak expiratory flow by a large and a mini meter (Bland & Altman, Lancet 1986): mean
// difference -2.1 l/min, standard deviation 38.8.
func ExampleBlandAltman() {
	large := []float64{494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427}
	mini := []float64{512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451}
	var table [][]float64
	for i := range large {
		table = append(table, []float64{large[i], mini[i]})
	}
	c, err := agreement.BlandAltman(table, 0.95)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.1f, SD %.1f, limits %.1f to %.1f\n", c.Bias.Value, c.SD, c.Lower.Value, c.Upper.Value)
	// Output: -2.1, SD 38.8, limits -78.1 to 73.9
}

// Without gaps the components give the coefficients of Shrout & Fleiss (1979) again,
// .17, .29 and .71; with one rating lost they still exist.
func ExampleICCWithGaps() {
	table := [][]float64{{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}}
	for range 2 {
		c, err := agreement.ICCWithGaps(table, 0.95)
		if err != nil {
			panic(err)
		}
		fmt.Printf("%d ratings: %.2f %.2f %.2f\n", c.Ratings, c.Single.Value, c.Agreement.Value, c.Consistency.Value)
		table[0][1] = agreement.Gap
	}
	// Output:
	// 24 ratings: 0.17 0.29 0.71
	// 23 ratings: 0.28 0.33 0.75
}

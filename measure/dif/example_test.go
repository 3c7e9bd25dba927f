package dif_test

import (
	"fmt"

	"preceptor/measure/dif"
)

// Admissions to Berkeley in 1973 by department, men and women: 512 of 825 men
// and 89 of 108 women in department A, and so on (Bickel, Hammel & O'Connell
// 1975). R's mantelhaen.test(UCBAdmissions) gives the same figures.
func ExampleMantelHaenszelTest() {
	departments := []dif.Stratum{
		{512, 313, 89, 19}, {353, 207, 17, 8}, {120, 205, 202, 391},
		{138, 279, 131, 244}, {53, 138, 94, 299}, {22, 351, 24, 317},
	}
	c := dif.MantelHaenszelTest(departments)
	fmt.Printf("X² = %.4f, p = %.4f, common odds ratio %.7f\n", c.Chi2, c.P, c.OddsRatio)
	// Output: X² = 1.4269, p = 0.2323, common odds ratio 0.9046968
}

// The fifteen p-values of the original paper (Benjamini & Hochberg 1995,
// section 3.2), which lead to four discoveries.
func ExampleBenjaminiHochberg() {
	p := []float64{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
		0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000}
	found := 0
	for _, yes := range dif.BenjaminiHochberg(p, 0.05) {
		if yes {
			found++
		}
	}
	fmt.Println(found, "discoveries")
	// Output: 4 discoveries
}

// Two small groups: a wild estimate is drawn towards the others, a steady one stays.
func ExampleShrink() {
	items := []dif.MH{
		{Name: "steady", Delta: -2, Common: dif.Common{SE: 0.1}},
		{Name: "wild", Delta: 2, Common: dif.Common{SE: 0.7}},
		{Name: "plain", Delta: 0, Common: dif.Common{SE: 0.1}},
	}
	for _, s := range dif.Shrink(items) {
		fmt.Printf("%-6s %5.2f, own weight %.2f\n", s.Name, s.Delta, s.Weight)
	}
	// Output:
	// steady -1.96, own weight 0.98
	// wild    1.06, own weight 0.53
	// plain   0.00, own weight 0.98
}

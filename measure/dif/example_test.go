package dif_test

import (
	"fmt"
	"math"

	"preceptor/measure/dif"
	"preceptor/measure/responses"
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

// unfair is an exam of six items in which everything depends on ability, except
// that the weaker half of the focal group cannot answer the first item.
func unfair() (*responses.Matrix, []bool) {
	m := &responses.Matrix{Names: []string{"unfair", "b", "c", "d", "e", "f"}}
	focal := make([]bool, 1200)
	for p := range focal {
		focal[p] = p%2 == 1
		ability := math.Mod(float64(p)*0.618034, 1) // evenly spread over 0..1
		for j := range m.Names {
			right := math.Mod(float64(p*(j+3))*0.754878, 1) < ability*0.8+0.1
			if j == 0 && focal[p] && ability < 0.5 {
				right = false
			}
			v := int16(0)
			if right {
				v = 1
			}
			m.Values = append(m.Values, v)
		}
	}
	return m, focal
}

// An item that half of one group cannot answer is found by both methods
// (Holland & Thayer 1988; Swaminathan & Rogers 1990).
func ExampleMantelHaenszel() {
	m, focal := unfair()
	items, err := dif.MantelHaenszel(m, focal, dif.Options{Purify: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, x := range items {
		fmt.Printf("%-6s delta %5.2f class %s flag %v\n", x.Name, x.Delta, x.Class, x.Flag)
	}
	// Output:
	// unfair delta -2.09 class C flag true
	// b      delta -0.04 class A flag false
	// c      delta  0.03 class A flag false
	// d      delta  0.04 class A flag false
	// e      delta -0.05 class A flag false
	// f      delta  0.03 class A flag false
}

func ExampleLogistic() {
	m, focal := unfair()
	items, err := dif.Logistic(m, focal, dif.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s: group %.2f, group × score %.2f, flag %v\n", items[0].Name, items[0].Group, items[0].Interaction, items[0].Flag)
	// Output: unfair: group -1.11, group × score 0.80, flag true
}

// The adjusted p-values of R's p.adjust for the four smallest of ten.
func ExampleAdjustedP() {
	p := []float64{0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216}
	for _, q := range dif.AdjustedP(p)[:4] {
		fmt.Printf("%.4f ", q)
	}
	// Output: 0.0100 0.0400 0.0840 0.0840
}

// The smaller label is the reference group; numbers are compared as numbers.
func ExampleGroups() {
	focal, reference, other, err := dif.Groups([]string{"10", "9", "9", "10"})
	fmt.Println(focal, reference, other, err)
	// Output: [true false false true] 9 10 <nil>
}

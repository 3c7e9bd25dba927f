package irt

import (
	"fmt"
)

// Section 6 of the Law School Admission Test with the two-parameter model. The
// likelihood, the parameters and Oakes's standard errors are those of R's mirt
// (Chalmers 2012) to every digit shown.
func ExampleCalibrate() {
	fit, err := Calibrate(expand(lsat6), TwoPL, Options{Errors: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("log-likelihood %.4f\n", fit.Loglik)
	for j, it := range fit.Items {
		fmt.Printf("%s  a %.3f (%.3f)  d %.3f (%.3f)\n", it.Name, it.A, fit.Errors[j].A, it.D[0], fit.Errors[j].D[0])
	}
	// Output:
	// log-likelihood -2466.6534
	// item1  a 0.826 (0.258)  d 2.773 (0.206)
	// item2  a 0.723 (0.187)  d 0.990 (0.090)
	// item3  a 0.891 (0.233)  d 0.249 (0.076)
	// item4  a 0.688 (0.185)  d 1.285 (0.099)
	// item5  a 0.657 (0.210)  d 2.053 (0.135)
}

// The common slope of the Rasch model for the same section is 0.755 (Thissen 1982).
func ExampleCalibrate_rasch() {
	fit, err := Calibrate(expand(lsat6), Rasch, Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("slope %.3f, log-likelihood %.2f\n", fit.Items[0].A, fit.Loglik)
	// Output: slope 0.755, log-likelihood -2466.94
}

// Three items with probabilities 0.26, 0.27 and 0.18 at one ability: the
// worked example of Kolen & Brennan (2014, chapter 6).
func ExampleSumScores() {
	p := [][]float64{{0.74, 0.26}, {0.73, 0.27}, {0.82, 0.18}}
	for sum, x := range SumScores(p) {
		fmt.Printf("%d: %.4f\n", sum, x)
	}
	// Output:
	// 0: 0.4430
	// 1: 0.4167
	// 2: 0.1277
	// 3: 0.0126
}

// Section 7, as in the documentation of R's mirt: M2 rejects the model at 5 %
// and the fault lies with item 2.
func ExampleFit_M2() {
	answers := expand(lsat7)
	fit, err := Calibrate(answers, TwoPL, Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	whole, _ := fit.M2(answers)
	fmt.Printf("M2 %.2f, df %d, p %.3f, RMSEA %.3f, SRMSR %.3f\n", whole.M2, whole.DF, whole.P, whole.RMSEA, whole.SRMSR)
	items, _ := fit.SX2(answers)
	for _, x := range items {
		fmt.Printf("%s  S-X² %.2f, df %d, p %.3f\n", x.Name, x.Chi2, x.DF, x.P)
	}
	// Output:
	// M2 11.94, df 5, p 0.036, RMSEA 0.037, SRMSR 0.032
	// item1  S-X² 4.75, df 2, p 0.093
	// item2  S-X² 14.45, df 2, p 0.001
	// item3  S-X² 1.27, df 2, p 0.529
	// item4  S-X² 5.24, df 2, p 0.073
	// item5  S-X² 0.94, df 2, p 0.625
}

// A new form was taken by a group half a deviation weaker and less spread; its
// common items bring it back to the scale of the old form.
func ExampleFindLink() {
	truth := Link{Slope: 0.8, Shift: -0.5}
	old := []Item{{Name: "i1", A: 1.2, D: []float64{0.4}}, {Name: "i2", A: 0.9, D: []float64{-1}}, {Name: "i3", A: 1.5, D: []float64{1.1}}}
	fresh := make([]Item, len(old))
	for j := range old { // the same curves on the other scale
		fresh[j] = Link{Slope: 1 / truth.Slope, Shift: -truth.Shift / truth.Slope}.Item(old[j])
	}
	for _, method := range []LinkMethod{MeanSigma, Haebara, StockingLord} {
		link, err := FindLink(fresh, old, method)
		fmt.Printf("%-13s %.4f %.4f %v\n", method, link.Slope, link.Shift, err)
	}
	// Output:
	// mean-sigma    0.8000 -0.5000 <nil>
	// haebara       0.8000 -0.5000 <nil>
	// stocking-lord 0.8000 -0.5000 <nil>
}

// The lowest and the highest ability that section 7 can give: everything wrong
// and everything right. R's fscores gives the same.
func ExampleScore() {
	answers := expand(lsat7)
	fit, err := Calibrate(answers, TwoPL, Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	scores, _ := Score(answers, fit.Items, EAP)
	fmt.Printf("%.3f ± %.3f\n", scores[0].Theta, scores[0].SE)
	fmt.Printf("%.3f ± %.3f\n", scores[len(scores)-1].Theta, scores[len(scores)-1].SE)
	// Output:
	// -1.870 ± 0.693
	// 0.727 ± 0.801
}

// The conversion table from sum scores to ability for section 7. Nothing right
// and everything right are single patterns, so that these two rows are the
// patterns' own EAPs.
func ExampleSumScoreEAP() {
	fit, err := Calibrate(expand(lsat7), TwoPL, Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	table, _ := SumScoreEAP(fit.Items)
	for sum, x := range table {
		fmt.Printf("%d: %.3f ± %.3f\n", sum, x.Theta, x.SE)
	}
	// Output:
	// 0: -1.870 ± 0.693
	// 1: -1.432 ± 0.684
	// 2: -0.949 ± 0.694
	// 3: -0.413 ± 0.721
	// 4: 0.152 ± 0.759
	// 5: 0.727 ± 0.801
}

// Under the two-parameter model for section 7 the residuals of items 1 and 3
// stand furthest apart.
func ExampleFit_Q3() {
	answers := expand(lsat7)
	fit, err := Calibrate(answers, TwoPL, Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	q3, _ := fit.Q3(answers)
	fmt.Printf("items 1 and 3: %.3f, items 1 and 5: %.3f\n", q3[0][2], q3[0][4])
	// Output: items 1 and 3: -0.214, items 1 and 5: 0.009
}

// Someone who gets only the hardest item of section 6 right is stranger to
// the model than someone who gets only the easiest right.
func ExampleFit_PersonFit() {
	answers := expand(lsat6)
	fit, err := Calibrate(answers, TwoPL, Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	lz, _ := fit.PersonFit(answers)
	for p := range lz {
		if row := fmt.Sprint(answers.Row(p)); row == "[0 0 1 0 0]" || row == "[1 0 0 0 0]" && p == 76 {
			fmt.Printf("%s %.2f\n", row, lz[p])
		}
	}
	// Output:
	// [0 0 1 0 0] -3.53
	// [1 0 0 0 0] -0.60
}

// The S-X² of section 7, as in the documentation of R's mirt.
func ExampleFit_SX2() {
	answers := expand(lsat7)
	fit, err := Calibrate(answers, TwoPL, Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	items, _ := fit.SX2(answers)
	fmt.Printf("%s  S-X² %.2f, df %d, RMSEA %.3f\n", items[1].Name, items[1].Chi2, items[1].DF, items[1].RMSEA)
	// Output: item2  S-X² 14.45, df 2, RMSEA 0.079
}

func ExampleParseKind() {
	_, err := ParseKind("4pl")
	fmt.Println(err)
	// Output: "4pl" is not a kind: the kinds are rasch, 2pl, 3pl and grm
}

// By hand, at ability 0: logits 1 and -1 make steps of .731 and .269, so that the
// categories have .269, .462 and .269.
func ExampleItem_Probabilities() {
	it := Item{A: 2, D: []float64{1, -1}}
	p := make([]float64, it.Categories())
	it.Probabilities(0, p)
	fmt.Printf("%.3f, steps at %v\n", p, it.B())
	// Output: [0.269 0.462 0.269], steps at [-0.5 0.5]
}

// At its difficulty an item with slope 2 gives 2²·½·½ = 1 (Birnbaum 1968); with a lower
// asymptote of 0.2, a²·(Q/P)·((P-c)/(1-c))² = 4·(0.4/0.6)·0.25 = 0.667.
func ExampleItem_Information() {
	fmt.Printf("%.3f\n", (&Item{A: 2, D: []float64{0}}).Information(0))
	fmt.Printf("%.3f\n", (&Item{A: 2, D: []float64{0}, C: 0.2}).Information(0))
	// Output:
	// 1.000
	// 0.667
}

// By hand: on a scale that is twice as wide a slope is half as steep, and a difficulty
// of 1 comes to lie at 2·1 + 0.5.
func ExampleLink_Item() {
	link := Link{Slope: 2, Shift: 0.5}
	it := link.Item(Item{A: 1.2, D: []float64{-1.2}})
	fmt.Printf("slope %.1f, difficulty %.1f, ability %.1f\n", it.A, it.B()[0], link.Ability(Ability{Theta: 1, SE: 0.3}).Theta)
	// Output: slope 0.6, difficulty 2.5, ability 2.5
}

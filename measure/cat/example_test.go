package cat_test

import (
	"fmt"

	"preceptor/measure/cat"
	"preceptor/measure/irt"
)

// Wald's limits for error rates of 5 %: the odds must reach 19 to 1 (Wald 1945).
// Each right answer to this item multiplies the odds by 2.33, each wrong one
// divides by it, so four right answers more than wrong decide.
func ExampleSPRT() {
	var items []cat.Item
	for i := range 12 {
		items = append(items, cat.Item{Item: irt.Item{Name: fmt.Sprint(i), A: 1.6945957, D: []float64{0}}})
	}
	bank, _ := cat.NewBank(items, 0.3)
	plan := cat.Plan{Stop: cat.Stop{Cut: &cat.SPRT{Cut: 0, Half: 0.5, Alpha: 0.05, Beta: 0.05}}}
	runs, _ := cat.Simulate(bank, plan, 200, 1)
	shortest := 12
	for _, r := range runs {
		if r.Decision != cat.Open {
			shortest = min(shortest, len(r.Items))
		}
	}
	fmt.Println("the shortest test takes", shortest, "items")
	// Output: the shortest test takes 4 items
}

// A small bank in which the item in the middle would be everybody's first:
// prices spread the examinees over its neighbours.
func ExampleLearnPrices() {
	var items []cat.Item
	for i := range 40 {
		items = append(items, cat.Item{Item: irt.Item{Name: fmt.Sprint(i), A: 1.5, D: []float64{float64(i-20) / 8}}})
	}
	bank, _ := cat.NewBank(items, 0.5)
	plan := cat.Plan{Stop: cat.Stop{SE: 0.5}}
	free, _ := cat.Simulate(bank, plan, 400, 1)
	prices, _ := cat.LearnPrices(bank, plan, 0.3, 500, 2)
	plan.Control = prices
	held, _ := cat.Simulate(bank, plan, 400, 1)
	a, b := cat.Summarise(free, 40), cat.Summarise(held, 40)
	fmt.Printf("free: exposure %.2f, %.0f items; held: exposure %.2f, %.0f items\n", a.HighestExposure, a.MeanItems, b.HighestExposure, b.MeanItems)
	// Output: free: exposure 1.00, 7 items; held: exposure 0.30, 7 items
}

// One item with slope 1 and difficulty 0, answered right. By hand: the mean of ability
// under N(0, 1) times the curve is that of the curve's slope, 0.2066, so that the
// estimate is 0.2066/0.5; its second moment stays 1.
func ExampleExam_Answer() {
	bank, err := cat.NewBank([]cat.Item{{Item: irt.Item{Name: "q1", A: 1, D: []float64{0}}}}, 0.3)
	if err != nil {
		panic(err)
	}
	exam := cat.NewExam(bank)
	exam.Answer(0, 1)
	fmt.Printf("%.3f ± %.3f\n", exam.Estimate, exam.SE)
	// Output: 0.413 ± 0.911
}

// The item that everybody would see first is held back by chance until no more than
// four in ten see it (Sympson & Hetter 1985).
func ExampleLearnSympsonHetter() {
	var items []cat.Item
	for i := range 40 {
		items = append(items, cat.Item{Item: irt.Item{Name: fmt.Sprint(i), A: 1.5, D: []float64{float64(i-20) / 8}}})
	}
	bank, _ := cat.NewBank(items, 0.5)
	plan := cat.Plan{Criterion: cat.Information, Stop: cat.Stop{SE: 0.5}}
	held, err := cat.LearnSympsonHetter(bank, plan, 0.4, 10, 400, 1)
	if err != nil {
		panic(err)
	}
	fmt.Printf("the item in the middle is asked with chance %.1f\n", held.Chance[20])
	// Output: the item in the middle is asked with chance 0.4
}

// A test of fixed length: two examinees of ten items out of forty, always the same
// ones when abilities do not count, would overlap wholly; here they share less.
func ExampleSimulate() {
	var items []cat.Item
	for i := range 40 {
		items = append(items, cat.Item{Item: irt.Item{Name: fmt.Sprint(i), A: 1.5, D: []float64{float64(i-20) / 8}}})
	}
	bank, _ := cat.NewBank(items, 0.5)
	runs, err := cat.Simulate(bank, cat.Plan{Stop: cat.Stop{Most: 10}}, 500, 1)
	if err != nil {
		panic(err)
	}
	s := cat.Summarise(runs, len(items))
	fmt.Printf("%d tests of %.0f items, %d of 40 items seen\n", s.Examinees, s.MeanItems, s.ItemsUsed)
	// Output: 500 tests of 10 items, 40 of 40 items seen
}

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

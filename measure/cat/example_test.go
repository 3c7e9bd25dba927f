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

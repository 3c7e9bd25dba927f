package mastery_test

import (
	"fmt"

	"preceptor/measure/mastery"
)

// One success at an ordinary task, prior standard normal. By hand: the mode solves
// m = 1 - 1/(1+e^-m), so m = 0.401; its information is 1 + 0.599·0.401 = 1.240.
func ExampleMap_Assess() {
	m, err := mastery.New(mastery.Model{SD: 1, HalfLife: 100, Criterion: 0.8}, []mastery.Competency{{ID: "history"}})
	if err != nil {
		panic(err)
	}
	success := []mastery.Evidence{{Competency: "history", Day: 0, Score: 1, Weight: 1}}
	for _, today := range []float64{0, 100, 1000} {
		states, err := m.Assess(success, today)
		if err != nil {
			panic(err)
		}
		fmt.Printf("day %.0f: %.3f ± %.3f\n", today, states[0].Mean, states[0].SD)
	}
	// Output:
	// day 0: 0.401 ± 0.898
	// day 100: 0.222 ± 0.943
	// day 1000: 0.000 ± 1.000
}

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

// By hand: a learner who is surely at 1 logit succeeds at a task of difficulty 1 with
// one half; not knowing where the learner is draws predictions to the middle.
func ExampleState_Predict() {
	sure, unsure := mastery.State{Mean: 1, SD: 1e-6}, mastery.State{Mean: 1, SD: 2}
	fmt.Printf("%.2f %.2f %.2f\n", sure.Predict(1), sure.Predict(0), unsure.Predict(0))
	// Output: 0.50 0.73 0.65
}

// Twenty learners, half of whom can do everything and half nothing, in tasks of one
// day: the fit sees that learners differ more than it started with.
func ExampleFit() {
	var histories [][]mastery.Evidence
	for learner := range 20 {
		var own []mastery.Evidence
		for day := range 5 {
			own = append(own, mastery.Evidence{Competency: "history", Day: float64(day), Score: float64(learner % 2), Weight: 1})
		}
		histories = append(histories, own)
	}
	fit, err := mastery.Fit(mastery.DefaultModel, []mastery.Competency{{ID: "history"}}, histories)
	if err != nil {
		panic(err)
	}
	fmt.Println(fit.SD > mastery.DefaultModel.SD, fit.LogLoss < fit.StartLoss, fit.Predictions)
	// Output: true true 100
}

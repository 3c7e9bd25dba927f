package spacing_test

import (
	"fmt"

	"preceptor/measure/spacing"
)

// The sequence of intervals that FSRS-6 implementations share for ten reviews at
// the moment each falls due, with default weights and one failure at the fifth.
func ExampleScheduler_Next() {
	fsrs, err := spacing.New(spacing.DefaultWeights, 0.9)
	if err != nil {
		panic(err)
	}
	ratings := []spacing.Rating{3, 3, 3, 3, 1, 3, 3, 4, 2, 3}
	card := fsrs.First(ratings[0])
	fmt.Print(card.IntervalDays)
	for _, g := range ratings[1:] {
		card = fsrs.Next(card, float64(card.IntervalDays), g)
		fmt.Print(" ", card.IntervalDays)
	}
	// Output: 3 14 57 196 5 12 28 87 148 264
}

// Wozniak (1990): 1 day, 6 days, then times the easiness; an answer of quality 4
// leaves the easiness at 2.5, a failure starts anew.
func ExampleSM2_Next() {
	card := spacing.NewSM2()
	for _, quality := range []int{4, 4, 4, 4, 2, 4} {
		card = card.Next(quality)
		fmt.Print(card.IntervalDays, " ")
	}
	// Output: 1 6 15 38 1 1
}

// Three cards are little evidence: the weights stay near the defaults.
func ExampleFit() {
	fit, err := spacing.Fit([][]spacing.Review{
		{{0, spacing.Good}, {3, spacing.Good}, {14, spacing.Again}},
		{{0, spacing.Again}, {1, spacing.Good}},
		{{0, spacing.Easy}, {8, spacing.Good}, {40, spacing.Good}},
	})
	if err != nil {
		panic(err)
	}
	fmt.Printf("%d predictions, log loss %.2f before and %.2f after\n", fit.Predictions, fit.DefaultLoss, fit.LogLoss)
	// Output: 5 predictions, log loss 0.58 before and 0.57 after
}

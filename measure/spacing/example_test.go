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

// By definition the probability of recall after as many days as the stability is 0.9,
// whatever the decay; the curve is flat. By hand: the factor is 0.9^(-1/0.1542) - 1 =
// 0.980, and ten times as long leaves (1 + 9.80)^-0.1542 = 0.69.
func ExampleScheduler_Recall() {
	fsrs, err := spacing.New(spacing.DefaultWeights, 0.9)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.2f %.2f\n", fsrs.Recall(30, 30), fsrs.Recall(300, 30))
	// Output: 0.90 0.69
}

// A card that is recalled, then forgotten: stability falls, difficulty rises.
func ExampleScheduler_Replay() {
	fsrs, err := spacing.New(spacing.DefaultWeights, 0.9)
	if err != nil {
		panic(err)
	}
	states, err := fsrs.Replay(nil, []spacing.Review{{0, spacing.Good}, {3, spacing.Good}, {14, spacing.Again}})
	if err != nil {
		panic(err)
	}
	for _, s := range states {
		fmt.Printf("S %.2f D %.2f next in %d days\n", s.Stability, s.Difficulty, s.IntervalDays)
	}
	// Output:
	// S 2.31 D 2.12 next in 3 days
	// S 13.83 D 2.11 next in 14 days
	// S 1.73 D 7.39 next in 2 days
}

// One recall at the moment of retrievability 0.9: -ln 0.9 = 0.105.
func ExampleScheduler_LogLoss() {
	weights := spacing.DefaultWeights
	weights[2] = 10 // days of stability after a first Good
	fsrs, err := spacing.New(weights, 0.9)
	if err != nil {
		panic(err)
	}
	loss, n, err := fsrs.LogLoss([][]spacing.Review{{{0, spacing.Good}, {10, spacing.Good}}})
	fmt.Printf("%.3f over %d prediction, %v\n", loss, n, err)
	// Output: 0.105 over 1 prediction, <nil>
}

// The same by SM-2, whose first interval is one day: -ln 0.9 when recalled then.
func ExampleSM2LogLoss() {
	loss, n, err := spacing.SM2LogLoss([][]spacing.Review{{{0, spacing.Good}, {1, spacing.Good}}})
	fmt.Printf("%.3f over %d prediction, %v\n", loss, n, err)
	// Output: 0.105 over 1 prediction, <nil>
}

func ExampleCheck() {
	fmt.Println(spacing.Check([]spacing.Review{{0, spacing.Good}, {-1, spacing.Good}}))
	// Output: review 2: elapsed days are negative
}

func ExampleQuality() {
	fmt.Println(spacing.Quality(spacing.Again), spacing.Quality(spacing.Easy))
	// Output: 1 5
}

package standardsetting_test

import (
	"fmt"
	"math"

	"preceptor/measure/standardsetting"
)

// Five candidates on the line score = 40 + 8·grade; grade 2 is borderline.
func ExampleBorderlineRegression() {
	var attempts []standardsetting.Attempt
	for i, grade := range []float64{1, 2, 3, 4, 5} {
		attempts = append(attempts, standardsetting.Attempt{Candidate: i, Score: 40 + 8*grade, Grade: grade})
	}
	cut, err := standardsetting.BorderlineRegression(attempts, 2)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.0f = %.0f + 2·%.0f\n", cut.Cut, cut.Intercept, cut.Slope)
	// Output: 56 = 40 + 2·8
}

// By hand: item means .5, .7 and .6 make a cut of 1.8 items; judges' own cuts are
// 1.7 and 1.9, so their standard deviation is .141 and its error .141/√2 = .1. The
// second judge abstains from the third item.
func ExampleModifiedAngoff() {
	result, err := standardsetting.ModifiedAngoff([]standardsetting.Round{{
		{0.4, 0.7, 0.6},
		{0.6, 0.7, math.NaN()},
	}}, nil)
	if err != nil {
		panic(err)
	}
	fmt.Printf("cut %.1f of 3 items, SE %.1f\n", result.Rounds[0].Cut, result.Rounds[0].SE)
	// Output: cut 1.8 of 3 items, SE 0.1
}

// By hand: (20·0.8 + 10·0.6 + 10·0.4)/40 = 0.65.
func ExampleEbel() {
	cut, err := standardsetting.Ebel([]standardsetting.EbelCell{
		{Relevance: "essential", Difficulty: "easy", Items: 20, Share: 0.8},
		{Relevance: "essential", Difficulty: "hard", Items: 10, Share: 0.6},
		{Relevance: "useful", Difficulty: "hard", Items: 10, Share: 0.4},
	})
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.2f\n", cut)
	// Output: 0.65
}

// Scores 1 to 100: below a cut c fail c-1 per cent. The diagonal from (40, 60 %) to
// (80, 0 %) is at 48 % where c is 48, just where the failing share rises from 47 to
// 48 per cent.
func ExampleHofstee() {
	scores := make([]float64, 100)
	for i := range scores {
		scores[i] = float64(i + 1)
	}
	c, err := standardsetting.Hofstee(scores, standardsetting.Acceptable{LowCut: 40, HighCut: 80, LowFail: 0, HighFail: 0.6})
	if err != nil {
		panic(err)
	}
	fmt.Printf("cut %.1f, %.0f %% fail\n", c.Cut, 100*c.FailRate)
	// Output: cut 48.0, 47 % fail
}

// Scores 0 to 100: the 95th percentile is 95; 0.6 of the way from the 20 points of
// guessing is 20 + 0.6·75 = 65.
func ExampleCohen() {
	scores := make([]float64, 101)
	for i := range scores {
		scores[i] = float64(i)
	}
	cut, err := standardsetting.Cohen(scores, 0.6, 20)
	if err != nil {
		panic(err)
	}
	fmt.Println(cut)
	// Output: 65
}

// A candidate with a good mean who fails the resuscitation station.
func ExampleRule_Decide() {
	rule := standardsetting.Rule{Cuts: []float64{50, 55, 60}, Passed: 2, MustPass: []bool{false, false, true}}
	d, err := rule.Decide([]standardsetting.Score{{Value: 90, Taken: true}, {Value: 80, Taken: true}, {Value: 40, Taken: true}})
	if err != nil {
		panic(err)
	}
	fmt.Println(d.Pass, d.Mean, d.Needed, d.Reasons)
	// Output: false 70 55 [{essential_station_failed 2}]
}

// By hand: 50, 54 and 58 are borderline; their mean and median are 54, and the error of
// the mean is 4/√3 = 2.31.
func ExampleBorderlineGroup() {
	var attempts []standardsetting.Attempt
	for i, score := range []float64{50, 54, 58, 70, 75, 30} {
		grade := []float64{2, 2, 2, 4, 4, 1}[i]
		attempts = append(attempts, standardsetting.Attempt{Candidate: i, Score: score, Grade: grade})
	}
	cut, err := standardsetting.BorderlineGroup(attempts, 2)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.0f (SE %.2f), median %.0f\n", cut.Mean, cut.MeanSE, cut.Median)
	// Output: 54 (SE 2.31), median 54
}

// Candidates exactly on one line draw the same line in every resample: the cut has no
// sampling error.
func ExampleBootstrap() {
	var station []standardsetting.Attempt
	for i := range 30 {
		grade := float64(i%5 + 1)
		station = append(station, standardsetting.Attempt{Candidate: i, Score: 40 + 8*grade, Grade: grade})
	}
	b, err := standardsetting.Bootstrap([][]standardsetting.Attempt{station}, 2, 200, 1)
	if err != nil {
		panic(err)
	}
	fmt.Printf("SE %.1f, %.0f to %.0f\n", b.Exam.SE, b.Exam.Low, b.Exam.High)
	// Output: SE 0.0, 56 to 56
}

package itemstats_test

import (
	"fmt"

	"preceptor/measure/itemstats"
	"preceptor/measure/responses"
)

// judgements are the six targets and four judges of Shrout & Fleiss (Psychological
// Bulletin 86, 1979), judges taken as items.
func judgements() *responses.Matrix {
	m, err := responses.New([]string{"j1", "j2", "j3", "j4"}, [][]int{{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}})
	if err != nil {
		panic(err)
	}
	return m
}

// Alpha is the paper's ICC(3,4) of .91, and Feldt's interval that of the same
// coefficient (.68 to .99).
func ExampleReliable() {
	r, err := itemstats.Reliable(judgements(), 0.95)
	if err != nil {
		panic(err)
	}
	fmt.Printf("alpha %.2f (%.2f to %.2f), omega %.2f, SEM %.2f\n", r.Alpha, r.Low, r.High, r.Omega, r.SEM)
	// Output: alpha 0.91 (0.68 to 0.99), omega 0.92, SEM 2.02
}

// Three persons, two items, by hand: q1 is right for the two who are better on q2.
func ExampleItems() {
	m, err := responses.New([]string{"q1", "q2"}, [][]int{{0, 0}, {1, 2}, {1, 2}})
	if err != nil {
		panic(err)
	}
	items, err := itemstats.Items(m)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.3f %.3f\n", items[0].Difficulty, items[0].PointBiserial)
	// Output: 0.667 1.000
}

// Lord's binomial error: 20 right of 40 is uncertain by √(20·20/39) = 3.2 items if
// the exam is no more reliable than KR-21 says.
func ExampleConditionalSEM() {
	mean, sd, items := 25.0, 5.0, 40.0
	kr21 := items / (items - 1) * (1 - mean*(items-mean)/(items*sd*sd))
	fmt.Printf("%.2f\n", itemstats.ConditionalSEM(20, 40, mean, sd, kr21))
	// Output: 3.20
}

// A cut half a standard deviation below the mean on an exam of reliability .8.
func ExampleLivingstonLewis() {
	d, err := itemstats.LivingstonLewis(itemstats.Scale{High: 100, Mean: 65, SD: 10, Reliability: 0.8}, 60)
	if err != nil {
		panic(err)
	}
	fmt.Printf("consistency %.2f, kappa %.2f, accuracy %.2f\n", d.Consistency, d.Kappa, d.Accuracy)
	// Output: consistency 0.83, kappa 0.58, accuracy 0.88
}

// Option C is chosen by nobody weak and nobody strong: it does no work.
func ExampleDistractors() {
	var c itemstats.Choices
	var rest []float64
	for p := range 100 {
		label := "A"
		if p < 40 {
			label = "B"
		}
		if p == 50 {
			label = "C"
		}
		c.Chosen, rest = append(c.Chosen, label), append(rest, float64(p))
	}
	c.Key = "A"
	options, err := itemstats.Distractors(c, rest)
	if err != nil {
		panic(err)
	}
	for _, o := range options {
		fmt.Printf("%s %.2f %.2f %q\n", o.Label, o.Share, o.Curve, o.Flaw)
	}
	// Output:
	// A 0.59 [0.00 0.00 0.95 1.00 1.00] ""
	// B 0.40 [1.00 1.00 0.00 0.00 0.00] ""
	// C 0.01 [0.00 0.00 0.05 0.00 0.00] "chosen_by_fewer_than_5_percent"
}

// Two candidates, ten items, reliability 1, cut 5. By hand: five right of ten is passed
// again with the probability .623 of five or more heads, so that two exams agree with
// .623² + .377² = .530; ten right always agree. The mean is .765.
func ExampleSubkoviak() {
	consistency, _, err := itemstats.Subkoviak([]float64{5, 10}, 10, 1, 5)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.3f\n", consistency)
	// Output: 0.765
}

// Means over the other items seen; the second person saw no other.
func ExampleRestScores() {
	m, err := responses.New([]string{"q1", "q2", "q3"}, [][]int{{1, 1, 0}, {1, responses.Missing, responses.Missing}})
	if err != nil {
		panic(err)
	}
	fmt.Println(itemstats.RestScores(m, 0))
	// Output: [0.5 0] [true false]
}

package irt

import (
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"preceptor/measure/responses"
)

func TestEAPIsThePosteriorMean(t *testing.T) {
	for _, w := range everyKind {
		m, items, _ := w.make(t)
		got, err := Score(m, items, EAP)
		if err != nil {
			t.Fatal(w, err)
		}
		for p := 0; p < m.Persons(); p += 37 {
			theta, se := brutePosterior(m.Row(p), items)
			if math.Abs(got[p].Theta-theta) > 1e-6 || math.Abs(got[p].SE-se) > 1e-6 {
				t.Errorf("%v, person %d: %v, by definition %v %v", w, p, got[p], theta, se)
			}
		}
	}
}

func brutePosterior(row []int16, items []Item) (mean, sd float64) {
	var mass, sum, square float64
	p := make([]float64, mostCategories)
	for theta := -reach; theta <= reach+1e-9; theta += 0.02 {
		x := math.Exp(-theta * theta / 2)
		for j, v := range row {
			if v != responses.Missing {
				items[j].Probabilities(theta, p[:items[j].Categories()])
				x *= p[items[j].category(int(v))]
			}
		}
		mass, sum, square = mass+x, sum+x*theta, square+x*theta*theta
	}
	mean = sum / mass
	return mean, math.Sqrt(square/mass - mean*mean)
}

func TestMAPIsThePosteriorMode(t *testing.T) {
	for _, w := range everyKind {
		m, items, _ := w.make(t)
		got, err := Score(m, items, MAP)
		if err != nil {
			t.Fatal(w, err)
		}
		s := newPointScorer(items, MAP)
		for p := range got {
			row := m.Row(p)
			at := s.height(row, got[p].Theta)
			for theta := -4.0; theta <= 4; theta += 0.1 {
				if h := s.height(row, theta); h > at+1e-9 {
					t.Fatalf("%v, person %d: %.3f is higher than %.3f", w, p, theta, got[p].Theta)
				}
			}
		}
	}
}

// Warm's estimate takes the bias of maximum likelihood away and needs no prior.
func TestWLEIsNearlyUnbiasedWhereEAPShrinks(t *testing.T) {
	w := world{kind: TwoPL, persons: 4000, items: 25, mean: 1.5, seed: 3}
	m, items, truth := w.make(t)
	bias := func(method Method) float64 {
		got, err := Score(m, items, method)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for p := range got {
			sum += (got[p].Theta - truth[p]) / float64(len(got))
		}
		return sum
	}
	if wle, eap := bias(WLE), bias(EAP); math.Abs(wle) > 0.05 || eap > -0.2 {
		t.Errorf("bias of WLE %.3f and of EAP %.3f", wle, eap)
	}
}

// Under the Rasch model the sum score holds everything, so that its EAP is the
// pattern's EAP.
func TestSumScoreIsSufficientForRasch(t *testing.T) {
	m, items, _ := world{kind: Rasch, persons: 200, items: 15}.make(t)
	pattern, err1 := Score(m, items, EAP)
	sum, err2 := Score(m, items, Sum)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	for p := range sum {
		if math.Abs(sum[p].Theta-pattern[p].Theta) > 1e-8 || math.Abs(sum[p].SE-pattern[p].SE) > 1e-8 {
			t.Fatal(p, sum[p], pattern[p])
		}
	}
	pl, items2, _ := world{kind: TwoPL, persons: 20, items: 15, gaps: 0.3}.make(t)
	if _, err := Score(pl, items2, Sum); err == nil || !strings.Contains(err.Error(), "a sum score needs an answer to every item") {
		t.Error(err)
	}
}

func TestScoreRefusesWhatItCannotRead(t *testing.T) {
	items := []Item{{Name: "i1", A: 1, D: []float64{0}}, {Name: "i2", A: 1, D: []float64{1, 0}, Codes: []int{1, 2, 3}}}
	matrix := func(rows ...[]int) *responses.Matrix {
		m, err := responses.New([]string{"i1", "i2"}, rows)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	cases := []struct {
		m      *responses.Matrix
		items  []Item
		method Method
		want   string
	}{
		{matrix([]int{1, 0}), items, EAP, `row 1, column "i2": 0 was found, which the item's parameters do not know`},
		{matrix([]int{1, 3}, []int{responses.Missing, responses.Missing}), items, MAP, "row 2: this person has answered no item"},
		{matrix([]int{1, 3}), items[:1], EAP, "the answers do not belong to these items: 2 columns and 1 items"},
		{matrix([]int{1, 3}), items, "mle", `"mle" is not a method: the methods are eap, map, wle and sum`},
		{matrix([]int{1, 3}), []Item{items[0], {Name: "i2", A: math.NaN(), D: []float64{0}}}, EAP, `item "i2": not usable item parameters: a slope and at least one intercept are needed, all finite`},
		{matrix([]int{1, 3}), []Item{items[0], {Name: "i2", A: 1, D: []float64{0, 1}}}, EAP, `item "i2": not usable item parameters: the intercepts do not descend`},
	}
	for _, c := range cases {
		if _, err := Score(c.m, c.items, c.method); err == nil || err.Error() != c.want {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}

func TestSumScoresAddUpToOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p [][]float64
		for range rapid.IntRange(1, 8).Draw(t, "items") {
			item, sum := make([]float64, rapid.IntRange(2, 5).Draw(t, "categories")), 0.0
			for c := range item {
				item[c] = rapid.Float64Range(0.01, 1).Draw(t, "p")
				sum += item[c]
			}
			for c := range item {
				item[c] /= sum
			}
			p = append(p, item)
		}
		total := 0.0
		for _, x := range SumScores(p) {
			total += x
		}
		if math.Abs(total-1) > 1e-12 {
			t.Fatal(total)
		}
	})
}

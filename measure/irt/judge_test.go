package irt

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"preceptor/measure/responses"
)

// calibrated fits a world's own kind to it.
func calibrated(t testing.TB, w world) (*responses.Matrix, *Fit) {
	t.Helper()
	m := w.must(t)
	fit, err := Calibrate(m, w.kind, Options{})
	if err != nil {
		t.Fatal(w, err)
	}
	return m, fit
}

func TestTrueModelsPass(t *testing.T) {
	for _, w := range []world{{kind: TwoPL, persons: 1500, items: 12}, {kind: Graded, persons: 1500, items: 10, steps: 2}, {kind: Rasch, persons: 1500, items: 12}, {kind: ThreePL, persons: 1500, items: 14}} {
		small, tested, rejected := 0.0, 0.0, 0
		for seed := range uint64(12) {
			w.seed = seed
			m, fit := calibrated(t, w)
			items, err := fit.SX2(m)
			if err != nil {
				t.Fatal(w, err)
			}
			for _, x := range items {
				if tested++; x.P < 0.05 {
					small++
				}
			}
			whole, err := fit.M2(m)
			if err != nil {
				t.Fatal(w, err)
			}
			if whole.P < 0.01 || whole.RMSEA > 0.03 {
				rejected++
			}
		}
		if small/tested > 0.12 || rejected > 1 {
			t.Errorf("%v: S-X² rejects %.3f of the items, M2 %d of 12 models", w, small/tested, rejected)
		}
	}
}

func TestRaschIsRejectedWhereSlopesDiffer(t *testing.T) {
	m := (world{kind: TwoPL, persons: 2000, items: 15}).must(t)
	fit, err := Calibrate(m, Rasch, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if whole, err := fit.M2(m); err != nil || whole.P > 1e-4 {
		t.Errorf("%+v %v", whole, err)
	}
}

func TestM2SaysWhenItDoesNotExist(t *testing.T) {
	few, fit := calibrated(t, world{kind: TwoPL, persons: 300, items: 3})
	if _, err := fit.M2(few); !errors.Is(err, ErrM2) {
		t.Error(err)
	}
	_, other := calibrated(t, world{kind: TwoPL, persons: 300, items: 8})
	if _, err := other.SX2(few); !errors.Is(err, ErrMismatch) {
		t.Error(err)
	}
}

func TestQ3ShowsLocalDependence(t *testing.T) {
	m := (world{kind: TwoPL, persons: 2000, items: 15}).must(t)
	for p := range m.Persons() {
		if row := m.Row(p); p%3 == 0 {
			row[9] = row[2] // a third of the persons copy one answer into the other
		}
	}
	fit, err := Calibrate(m, TwoPL, Options{})
	if err != nil {
		t.Fatal(err)
	}
	q3, err := fit.Q3(m)
	if err != nil {
		t.Fatal(err)
	}
	for i := range q3 {
		for j := range i {
			if pair := i == 9 && j == 2; pair != (q3[i][j] > 0.15) {
				t.Errorf("items %d and %d: %.3f", j, i, q3[i][j])
			}
		}
	}
}

func TestPersonFitFindsThoseWhoGuess(t *testing.T) {
	w := world{kind: TwoPL, persons: 1000, items: 40, seed: 4}
	m, fit := calibrated(t, w)
	rnd := rand.New(rand.NewPCG(8, 8))
	for p := range 100 {
		for j := range m.Row(p) {
			m.Row(p)[j] = int16(rnd.IntN(2))
		}
	}
	lz, err := fit.PersonFit(m)
	if err != nil {
		t.Fatal(err)
	}
	low := func(xs []float64) (share float64) {
		for _, x := range xs {
			if x < -1.645 {
				share += 1 / float64(len(xs))
			}
		}
		return share
	}
	if guess, honest := low(lz[:100]), low(lz[100:]); guess < 0.6 || honest > 0.06 {
		t.Errorf("found strange: %.2f of the guessers, %.3f of the others", guess, honest)
	}
}

// Two groups of different ability take the same items; each is calibrated on
// its own scale, and linking brings the two together.
func TestLinkingBringsGroupsTogether(t *testing.T) {
	for _, w := range []world{{kind: TwoPL, persons: 4000, items: 30}, {kind: Graded, persons: 3000, items: 12, steps: 3}} {
		m, items, _ := w.make(t)
		weak := w
		weak.mean = -0.7
		base, err1 := Calibrate(m, w.kind, Options{})
		fresh, err2 := Calibrate(resample(t, weak, items, 9), w.kind, Options{})
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(w, err)
		}
		for _, method := range []LinkMethod{MeanSigma, Haebara, StockingLord} {
			link, err := FindLink(fresh.Items, base.Items, method)
			if err != nil {
				t.Fatal(w, method, err)
			}
			if math.Abs(link.Slope-1) > 0.1 || math.Abs(link.Shift+0.7) > 0.1 {
				t.Errorf("%v, %s: %+v", w, method, link)
			}
			if got := link.Ability(Ability{0, 1}); got.Theta != link.Shift || got.SE != link.Slope {
				t.Errorf("%+v carries 0 ± 1 to %+v", link, got)
			}
		}
	}
}

func TestLinkingSaysWhatIsWrong(t *testing.T) {
	one := []Item{{Name: "i1", A: 1, D: []float64{0}}}
	two := []Item{{Name: "i1", A: 1, D: []float64{1, 0}}}
	if _, err := FindLink(one, two, Haebara); !errors.Is(err, ErrLink) {
		t.Error(err)
	}
	if _, err := FindLink(one, one, MeanSigma); !errors.Is(err, ErrLink) {
		t.Error(err)
	}
	if _, err := FindLink(one, one, "mean-mean"); !errors.Is(err, ErrLinkMethod) {
		t.Error(err)
	}
}

package irt

import (
	"errors"
	"fmt"
	"math"

	"preceptor/measure/responses"
)

// Ability is a measured person.
type Ability struct {
	Theta float64 // logits, in a population with mean 0 and standard deviation 1
	SE    float64 // posterior standard deviation, or standard error
}

// Method is a way to measure persons.
type Method string

// The methods, with the papers they come from.
const (
	EAP Method = "eap" // mean of the posterior under N(0, 1) (Bock & Mislevy 1982)
	MAP Method = "map" // its mode (Samejima 1969; Lord 1986)
	WLE Method = "wle" // weighted likelihood: no prior, first-order bias removed (Warm 1989)
	Sum Method = "sum" // mean of the posterior given the sum score only (Thissen et al. 1995)
)

// ErrMethod is a name that is not a Method.
var ErrMethod = errors.New("the methods are eap, map, wle and sum")

// ErrMismatch is a matrix whose columns are not the items.
var ErrMismatch = errors.New("the answers do not belong to these items")

// Score measures every person of a matrix whose columns are the items, in
// their order. Gaps are items not seen. Errors: a responses.Fault, ErrItem,
// ErrMethod, ErrMismatch.
func Score(m *responses.Matrix, items []Item, method Method) ([]Ability, error) {
	if err := checkItems(m, items); err != nil {
		return nil, err
	}
	data, err := codeFor(m, items)
	if err != nil {
		return nil, err
	}
	switch method {
	case EAP:
		return scoreEAP(data, items), nil
	case MAP, WLE:
		return scorePoint(m, items, method), nil
	case Sum:
		return scoreSum(m, items)
	}
	return nil, fmt.Errorf("%q is not a method: %w", method, ErrMethod)
}

// checkItems refuses items that are not those of the columns, or describe no curve.
func checkItems(m *responses.Matrix, items []Item) error {
	if len(items) == 0 || m.Items() != len(items) {
		return fmt.Errorf("%w: %d columns and %d items", ErrMismatch, m.Items(), len(items))
	}
	for j := range items {
		if err := items[j].Check(); err != nil {
			return err
		}
	}
	return nil
}

// scoreEAP lets the E-step's engines do the work, once per pattern.
func scoreEAP(data *coded, items []Item) []Ability {
	g := newGrid(nodesFor(items))
	simple := data.complete()
	for j := range items {
		simple = simple && len(items[j].D) == 1 && items[j].C == 0 && math.Abs(items[j].A) <= steepest
	}
	c := newCurves(g, items, simple)
	c.fill()
	var e engine
	if simple {
		e = newScoreEngine(data, g)
	} else {
		e = newTableEngine(data, g)
	}
	theta, sd := make([]float64, data.patterns()), make([]float64, data.patterns())
	e.posterior(c, theta, sd)
	out := make([]Ability, len(data.pattern))
	for p, k := range data.pattern {
		out[p] = Ability{theta[k], sd[k]}
	}
	return out
}

// scorePoint finds modes and weighted likelihood estimates person by person.
func scorePoint(m *responses.Matrix, items []Item, method Method) []Ability {
	out := make([]Ability, m.Persons())
	inParallel(blocks(len(out)), func(b int) {
		from, to := span(b, len(out))
		s := newPointScorer(items, method)
		for p := from; p < to; p++ {
			out[p] = s.score(m.Row(p))
		}
	})
	return out
}

// pointScorer finds the root of an estimating equation in theta.
type pointScorer struct {
	items     []Item
	method    Method
	p, d1, d2 []float64
}

func newPointScorer(items []Item, method Method) *pointScorer {
	most := 0
	for j := range items {
		most = max(most, items[j].Categories())
	}
	return &pointScorer{items, method, make([]float64, most), make([]float64, most), make([]float64, most)}
}

// score brackets the root on a coarse grid and closes in on it by bisection
// with regula falsi, which no shape of the function can lead astray. Where the
// function has several roots, the one of the highest likelihood is taken.
func (s *pointScorer) score(row []int16) Ability {
	const pace = 0.25
	best, found := Ability{}, math.Inf(-1)
	lowTheta := -reach
	low, lowInfo := s.equation(row, lowTheta)
	if low <= 0 {
		best, found = Ability{lowTheta, errorOf(lowInfo)}, s.height(row, lowTheta)
	}
	for theta := -reach + pace; theta <= reach; theta += pace {
		high, info := s.equation(row, theta)
		if low > 0 && high <= 0 {
			root := s.close(row, lowTheta, theta, low, high)
			if h := s.height(row, root); h > found {
				_, at := s.equation(row, root)
				best, found = Ability{root, errorOf(at)}, h
			}
		}
		if theta >= reach && high > 0 && s.height(row, theta) > found {
			best = Ability{theta, errorOf(info)}
		}
		low, lowTheta = high, theta
	}
	return best
}

func errorOf(info float64) float64 { return 1 / math.Sqrt(math.Max(info, 1e-12)) }

// equation is the derivative of the log posterior (MAP), or Warm's weighted
// score (WLE), and the information that belongs to it.
func (s *pointScorer) equation(row []int16, theta float64) (value, info float64) {
	bias := 0.0
	for j := range s.items {
		if row[j] == responses.Missing {
			continue
		}
		it := &s.items[j]
		k := it.Categories()
		p, d1, d2 := s.p[:k], s.d1[:k], s.d2[:k]
		info += it.information(theta, p, d1, d2)
		x := it.category(int(row[j]))
		value += d1[x] / p[x]
		for c := range p {
			bias += d1[c] * d2[c] / p[c]
		}
	}
	if s.method == MAP {
		return value - theta, info + 1
	}
	return value + bias/(2*math.Max(info, tiny)), info
}

// height is the log posterior (MAP), or the log likelihood weighted by the
// root of the information (WLE; exact for logistic curves without guessing).
func (s *pointScorer) height(row []int16, theta float64) float64 {
	sum, info := 0.0, 0.0
	for j := range s.items {
		if row[j] == responses.Missing {
			continue
		}
		it := &s.items[j]
		k := it.Categories()
		info += it.information(theta, s.p[:k], s.d1[:k], s.d2[:k])
		sum += math.Log(s.p[it.category(int(row[j]))])
	}
	if s.method == MAP {
		return sum - theta*theta/2
	}
	return sum + math.Log(math.Max(info, tiny))/2
}

// close halves a bracket, trying the secant's root first.
func (s *pointScorer) close(row []int16, a, b, fa, fb float64) float64 {
	for range 100 {
		mid := (a + b) / 2
		if secant := a + (b-a)*fa/(fa-fb); secant > a && secant < b {
			if f, _ := s.equation(row, secant); f > 0 {
				a, fa = secant, f
			} else {
				b, fb = secant, f
			}
			mid = (a + b) / 2
		}
		if b-a < 1e-10 {
			break
		}
		if f, _ := s.equation(row, mid); f > 0 {
			a, fa = mid, f
		} else {
			b, fb = mid, f
		}
	}
	return (a + b) / 2
}

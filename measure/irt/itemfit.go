package irt

import (
	"errors"

	"gonum.org/v1/gonum/stat/distuv"

	"preceptor/measure/responses"
)

// ErrComplete is a fit statistic asked of data in which everybody has gaps.
var ErrComplete = errors.New("this statistic needs persons who answered every item")

// ItemFit is the S-X² of one item.
type ItemFit struct {
	Name  string
	Chi2  float64
	DF    int
	P     float64 // 1 when DF is not above 0
	RMSEA float64
}

// leastExpected is the expected count below which cells are merged.
const leastExpected = 1

// SX2 compares, among persons of equal sum score, how often each category was
// chosen with how often the model expects it (Orlando & Thissen 2000; ordered
// categories: Kang & Chen 2008). Cells with less than one expected person are
// merged with their neighbours. Persons with gaps do not count, because their sums
// do not compare. Errors: ErrComplete, ErrMismatch, ErrItem, a responses.Fault.
func (f *Fit) SX2(m *responses.Matrix) ([]ItemFit, error) {
	x, err := f.complete(m)
	if err != nil {
		return nil, err
	}
	g := newGrid(nodesFor(f.Items))
	whole := sumScoreTable(f.Items, g)
	last := len(whole[0]) - 1
	out := make([]ItemFit, len(f.Items))
	inParallel(len(f.Items), func(j int) {
		seen := observedBySum(x, j, f.Items[j].Categories(), last)
		want := expectedBySum(f.Items, j, g, whole)
		out[j] = compareCells(seen, want, f.itemParameters(j), len(x))
		out[j].Name = f.Items[j].Name
	})
	return out, nil
}

// itemParameters counts the parameters that were estimated for an item.
func (f *Fit) itemParameters(j int) int {
	switch f.Kind {
	case Rasch:
		return 1
	case ThreePL:
		return 3
	}
	return f.Items[j].Categories()
}

// complete is the categories of the persons without gaps.
func (f *Fit) complete(m *responses.Matrix) ([][]int, error) {
	if err := checkItems(m, f.Items); err != nil {
		return nil, err
	}
	var out [][]int
	for p := range m.Persons() {
		row, whole := make([]int, m.Items()), true
		for j, v := range m.Row(p) {
			if v == responses.Missing {
				whole = false
				break
			}
			if row[j] = f.Items[j].category(int(v)); row[j] < 0 {
				return nil, m.Fault(p, j, "%d was found, which the item's parameters do not know", v)
			}
		}
		if whole {
			out = append(out, row)
		}
	}
	if len(out) == 0 {
		return nil, ErrComplete
	}
	return out, nil
}

// observedBySum counts persons by sum score and category of item j, without
// the lowest and the highest sum, which only one way of answering gives.
func observedBySum(x [][]int, j, categories, last int) [][]float64 {
	out := make([][]float64, last+1)
	for s := range out {
		out[s] = make([]float64, categories)
	}
	for _, row := range x {
		sum := 0
		for _, v := range row {
			sum += v
		}
		out[sum][row[j]]++
	}
	return out[1:last]
}

// expectedBySum is the model's share of each category among persons of each sum.
func expectedBySum(items []Item, j int, g *grid, whole [][]float64) [][]float64 {
	rest := append(append([]Item(nil), items[:j]...), items[j+1:]...)
	last, k := len(whole[0])-1, items[j].Categories()
	out := make([][]float64, last-1)
	for s := range out {
		out[s] = make([]float64, k)
	}
	total, p := make([]float64, last-1), make([]float64, k)
	table := sumScoreTable(rest, g)
	for n, theta := range g.theta {
		items[j].Probabilities(theta, p)
		for s := 1; s < last; s++ {
			total[s-1] += g.weight[n] * whole[n][s]
			for c := range p {
				if r := s - c; r >= 0 && r < len(table[n]) {
					out[s-1][c] += g.weight[n] * p[c] * table[n][r]
				}
			}
		}
	}
	for s := range out {
		for c := range out[s] {
			out[s][c] /= max(total[s], tiny)
		}
	}
	return out
}

// cells are what was observed and what was expected of the categories in a run of
// neighbouring sums.
type cells struct{ seen, want []float64 }

func newCells(categories int) cells {
	return cells{make([]float64, categories), make([]float64, categories)}
}

func (c cells) add(o cells) {
	axpy(1, o.seen, c.seen)
	axpy(1, o.want, c.want)
}

// compareCells is Pearson's chi-square after merging thin cells.
func compareCells(seen, share [][]float64, parameters, persons int) ItemFit {
	var fit ItemFit
	for _, run := range runs(seen, share) {
		o, e := mergeThin(run.seen, run.want)
		for c := range o {
			fit.Chi2 += (o[c] - e[c]) * (o[c] - e[c]) / e[c]
		}
		fit.DF += len(o) - 1
	}
	if fit.DF -= parameters; fit.DF > 0 {
		fit.P = distuv.ChiSquared{K: float64(fit.DF)}.Survival(fit.Chi2)
		fit.RMSEA = rmsea(fit.Chi2, fit.DF, float64(persons))
	} else {
		fit.DF, fit.P = 0, 1
	}
	return fit
}

// runs joins neighbouring sums until two cells expect a person each; what is left over
// at the top joins the last run.
func runs(seen, share [][]float64) (out []cells) {
	if len(seen) == 0 {
		return nil // a single item has no sums between the lowest and the highest
	}
	run := newCells(len(share[0]))
	for s := range seen {
		axpy(1, seen[s], run.seen)
		axpy(total(seen[s]), share[s], run.want)
		if _, e := mergeThin(run.seen, run.want); len(e) > 1 {
			out, run = append(out, run), newCells(len(share[0]))
		}
	}
	if len(out) > 0 {
		out[len(out)-1].add(run)
	}
	return out
}

func total(x []float64) (sum float64) {
	for _, v := range x {
		sum += v
	}
	return sum
}

// mergeThin joins neighbouring categories until each expects a person.
func mergeThin(o, e []float64) (oo, ee []float64) {
	var po, pe float64
	for c := range o {
		po, pe = po+o[c], pe+e[c]
		if pe >= leastExpected {
			oo, ee = append(oo, po), append(ee, pe)
			po, pe = 0, 0
		}
	}
	if last := len(oo) - 1; last >= 0 {
		oo[last] += po
		ee[last] += pe
	}
	return oo, ee
}

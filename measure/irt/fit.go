package irt

import (
	"errors"
	"fmt"
	"math"

	"preceptor/measure/responses"
)

// Options of a calibration; the zero value is what the accuracy of the package
// is stated for.
type Options struct {
	Tol    float64                        // stop when no parameter moves by more; 0 means 1e-6
	Cycles int                            // most EM cycles; 0 means 500
	Errors bool                           // also compute standard errors
	Prior  Prior                          // of 3pl items; the zero value means DefaultPrior
	Trace  func(cycle int, value float64) // called after each cycle with log-likelihood plus log prior; may be nil
}

// Fit is a calibration.
type Fit struct {
	Kind      Kind
	Items     []Item
	Errors    []ItemError // per item, when they were asked for
	Cov       [][]float64 // covariances of the estimates in the order of Parameters; nil unless errors were asked for
	Loglik    float64     // marginal log-likelihood, without the prior
	Persons   int
	Cycles    int
	Converged bool
	Nodes     int // of the quadrature
}

// layout is where the parameters stand in the vector that was estimated.
func (f *Fit) layout() *model { return newModel(f.Kind, Prior{}, f.Items) }

// ItemError holds the standard errors of one item's parameters.
type ItemError struct {
	A float64
	D []float64
	C float64
}

// Causes why a calibration gives no result.
var (
	ErrSeparation = errors.New("its slope grows without bound")
	ErrFewItems   = errors.New("a calibration needs at least two items")
)

// Calibrate estimates item parameters by marginal maximum likelihood with the
// EM algorithm of Bock & Aitkin (1981), accelerated, with ability standard
// normal. Gaps are items not seen. Answers are 0 and 1, for Graded any whole
// numbers, of which the distinct ones are the categories. The slopes have a
// positive sum. Equal input gives equal bits whatever the number of cores.
//
// Errors: a responses.Fault for input that cannot be used, ErrSeparation with
// the item's name, ErrFewItems, ErrKind.
func Calibrate(m *responses.Matrix, kind Kind, opts Options) (*Fit, error) {
	if _, err := ParseKind(string(kind)); err != nil {
		return nil, err
	}
	if m.Items() < 2 {
		return nil, ErrFewItems
	}
	data, err := code(m, kind)
	if err != nil {
		return nil, err
	}
	opts = opts.filled()
	s := newFitter(m, kind, data, opts)
	top, converged := s.run()
	if top == nil {
		return nil, fmt.Errorf("the likelihood could not be computed at the start: %w", ErrSeparation)
	}
	return s.finish(m, top, converged)
}

func (o Options) filled() Options {
	if o.Tol == 0 {
		o.Tol = 1e-6
	}
	if o.Cycles == 0 {
		o.Cycles = 500
	}
	if o.Prior == (Prior{}) {
		o.Prior = DefaultPrior
	}
	return o
}

// fitter holds one calibration on its way.
type fitter struct {
	climber
	data  *coded
	items []Item
	opts  Options
}

func newFitter(m *responses.Matrix, kind Kind, data *coded, opts Options) *fitter {
	f := &fitter{data: data, opts: opts, items: startValues(m, kind, data.codes)}
	f.trace = opts.Trace
	f.surface = &surface{model: newModel(kind, opts.Prior, f.items)}
	return f
}

// useGrid sets the quadrature to a number of nodes.
func (f *fitter) useGrid(nodes int) {
	g, s := newGrid(nodes), f.surface
	simple := f.data.complete() && (s.model.kind == Rasch || s.model.kind == TwoPL)
	if simple {
		s.engine = newScoreEngine(f.data, g)
	} else {
		s.engine = newTableEngine(f.data, g)
	}
	s.curves = newCurves(g, f.items, simple)
}

// run climbs roughly on few nodes, then to the top on as many as the items
// turn out to need.
func (f *fitter) run() (top *point, converged bool) {
	const rough, rounds = 0.1, 4
	nodes := fewestNodes
	f.useGrid(nodes)
	p := f.surface.at(f.surface.model.take(f.items))
	if p == nil {
		return nil, false
	}
	p, _ = f.climb(p, math.Max(rough, f.opts.Tol), f.opts.Cycles)
	for range rounds {
		f.surface.model.put(p.phi, f.items)
		if need := nodesFor(f.items); need > nodes {
			nodes = need
			f.useGrid(nodes)
			p = f.surface.at(p.phi)
		} else if converged {
			break
		}
		p, converged = f.climb(p, f.opts.Tol, f.opts.Cycles)
	}
	return p, converged
}

func (f *fitter) finish(m *responses.Matrix, top *point, converged bool) (*Fit, error) {
	model := f.surface.model
	model.put(top.phi, f.items)
	out := &Fit{
		Kind: model.kind, Items: f.items, Loglik: top.loglik, Persons: m.Persons(), Cycles: f.cycles,
		Converged: converged, Nodes: len(f.surface.curves.grid.theta),
	}
	if err := separated(f.items, converged); err != nil {
		return nil, err
	}
	if f.opts.Errors {
		if err := f.standardErrors(out, top); err != nil {
			return nil, err
		}
	}
	out.orient()
	return out, nil
}

// separated names the item whose slope ran away. A search that has settled may
// be trusted with steeper slopes than one that was still moving.
func separated(items []Item, converged bool) error {
	limit := 0.9 * steepest
	if !converged {
		limit = 0.3 * steepest
	}
	for j := range items {
		if math.Abs(items[j].A) > limit {
			return fmt.Errorf("column %q: separation: %w, because the other items tell its answers apart without error", items[j].Name, ErrSeparation)
		}
	}
	return nil
}

// orient turns the ability scale round when the slopes have a negative sum.
func (f *Fit) orient() {
	sum := 0.0
	for j := range f.Items {
		sum += f.Items[j].A
	}
	if sum >= 0 {
		return
	}
	for j := range f.Items {
		f.Items[j].A = -f.Items[j].A
	}
	if f.Cov == nil {
		return
	}
	slope := f.layout().slopes()
	for i, row := range f.Cov {
		for k := range row {
			if slope[i] != slope[k] {
				row[k] = -row[k]
			}
		}
	}
}

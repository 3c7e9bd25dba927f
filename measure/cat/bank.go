package cat

import (
	"errors"
	"fmt"
	"math"

	"preceptor/measure/irt"
)

// ErrBank is a bank that no test can be given from.
var ErrBank = errors.New("not usable as an item bank")

// Item is a calibrated item and the content area that it belongs to.
type Item struct {
	irt.Item
	Area string // empty where areas do not matter
}

// reach is how far the nodes of ability go on both sides of 0.
const reach = 6.0

// Bank is a set of items with their curves on a grid of abilities. It is not
// changed by tests and may serve many at a time.
type Bank struct {
	Items []Item
	theta []float64     // nodes, equally spaced
	prior []float64     // N(0, 1) at the nodes
	prob  [][][]float64 // item, category, node
	info  [][]float64   // item, node: Fisher's information
}

// NewBank prepares items for tests that measure down to a standard error of
// finest, which decides how close the nodes stand; 0 means 0.25.
func NewBank(items []Item, finest float64) (*Bank, error) {
	if len(items) == 0 {
		return nil, fmt.Errorf("%w: it holds no items", ErrBank)
	}
	if !(finest > 0) {
		finest = 0.25
	}
	nodes := 2*int(math.Ceil(reach/math.Min(0.25, math.Max(0.03, 0.8*finest)))) + 1
	b := &Bank{Items: items, theta: make([]float64, nodes), prior: make([]float64, nodes)}
	for k := range b.theta {
		b.theta[k] = -reach + 2*reach*float64(k)/float64(nodes-1)
		b.prior[k] = math.Exp(-b.theta[k] * b.theta[k] / 2)
	}
	for i := range items {
		if err := items[i].Check(); err != nil {
			return nil, err
		}
		b.tabulate(&items[i].Item)
	}
	return b, nil
}

func (b *Bank) tabulate(it *irt.Item) {
	k := it.Categories()
	prob, info := make([][]float64, k), make([]float64, len(b.theta))
	for c := range prob {
		prob[c] = make([]float64, len(b.theta))
	}
	p := make([]float64, k)
	for n, theta := range b.theta {
		it.Probabilities(theta, p)
		for c := range p {
			prob[c][n] = p[c]
		}
		info[n] = it.Information(theta)
	}
	b.prob, b.info = append(b.prob, prob), append(b.info, info)
}

// steepest is the mean over the items of the most information that they give,
// the natural unit of prices.
func (b *Bank) steepest() float64 {
	sum := 0.0
	for _, info := range b.info {
		most := 0.0
		for _, x := range info {
			most = math.Max(most, x)
		}
		sum += most
	}
	return sum / float64(len(b.info))
}

package irt

import "math"

// reach is how far the nodes of ability go on both sides of 0; the normal
// distribution has 2e-9 of its mass beyond.
const reach = 6.0

// grid is a set of equally spaced nodes of ability with the weights of the
// standard normal distribution. On smooth posteriors the equally spaced
// (trapezoidal) rule is exact up to exp(-2π²σ²/h²), with h the distance of the
// nodes and σ the standard deviation of the posterior (Trefethen & Weideman 2014).
type grid struct {
	theta, weight, logWeight []float64
	h                        float64
}

func newGrid(nodes int) *grid {
	g := &grid{
		theta: make([]float64, nodes), weight: make([]float64, nodes),
		logWeight: make([]float64, nodes), h: 2 * reach / float64(nodes-1),
	}
	sum := 0.0
	for k := range g.theta {
		g.theta[k] = -reach + float64(k)*g.h
		g.weight[k] = math.Exp(-g.theta[k] * g.theta[k] / 2)
		sum += g.weight[k]
	}
	for k := range g.weight {
		g.weight[k] /= sum
		g.logWeight[k] = math.Log(g.weight[k])
	}
	return g
}

// Numbers of nodes: never fewer than R's mirt takes by default, and never so
// many that one strange item could fill the memory.
const (
	fewestNodes = 61
	mostNodes   = 481
)

// nodesFor is the odd number of nodes whose distance is the narrowest
// posterior standard deviation that the items allow, and no more than one
// logit on the steepest curve. The relative error in a likelihood is then
// exp(-2π²) = 3e-9, from the posterior's width as from the poles of the
// logistic curve at a distance of π logits from the real axis.
func nodesFor(items []Item) int {
	most := 0.0
	for j := range items {
		most = math.Max(most, items[j].A*items[j].A)
	}
	for theta := -3.0; theta <= 3; theta += 0.25 {
		sum := 1.0
		for j := range items {
			sum += items[j].Information(theta)
		}
		most = math.Max(most, sum)
	}
	half := int(math.Ceil(reach * math.Sqrt(most)))
	return 2*min(max(half, fewestNodes/2), mostNodes/2) + 1
}

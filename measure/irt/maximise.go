package irt

// The M-step's view of one item: the gradient of the expected complete-data
// log-likelihood and its expected information, in the order slope, intercepts,
// logit of the lower asymptote.

// itemScore adds item j's gradient into grad and its information into info.
func itemScore(c *curves, e *expected, j int, grad []float64, info *block) {
	switch {
	case e.counts == nil:
		rightScore(c, e, j, grad, info)
	case len(c.items[j].D) == 1:
		binaryScore(c, e.counts[j], j, grad, info)
	default:
		gradedScore(c, e.counts[j], j, grad, info)
	}
}

// rightScore is the logistic curve's from its sufficient sums.
func rightScore(c *curves, e *expected, j int, grad []float64, info *block) {
	var s0, s1, i0, i1, i2 float64
	p, theta := c.prob[j], c.grid.theta
	p, theta = p[:len(e.persons)], theta[:len(e.persons)]
	for k, n := range e.persons {
		np := n * p[k]
		w, t := np*(1-p[k]), theta[k]
		s0 += np
		s1 += np * t
		i0 += w
		i1 += w * t
		i2 += w * t * t
	}
	grad[0] += e.rightSum[j] - s1
	grad[1] += e.right[j] - s0
	info.addSlope(i2, i1, i0)
}

func (b *block) addSlope(aa, ad, dd float64) {
	b.add(0, 0, aa)
	b.add(0, 1, ad)
	b.add(1, 0, ad)
	b.add(1, 1, dd)
}

// binaryScore is that of right and wrong answers with a lower asymptote c,
// with P = c + (1-c)·s: the derivatives of P divided by P(1-P) are θs/P, s/P and c/P.
func binaryScore(c *curves, counts []float64, j int, grad []float64, info *block) {
	theta, guess := c.grid.theta, c.items[j].C
	q := len(theta)
	p0, p1, wrong, right := c.prob[j][:q], c.prob[j][q:], counts[:q], counts[q:]
	var sa, sd, sg, aa, ad, dd, ag, dg, gg float64
	for k, t := range theta {
		n := wrong[k] + right[k]
		s, g := 1.0, 0.0
		if guess > 0 {
			g = guess / p1[k]
			s = (1 - g) / (1 - guess)
		}
		r, w := right[k]*p0[k]-wrong[k]*p1[k], n*p0[k]*p1[k]
		sa += r * s * t
		sd += r * s
		sg += r * g
		w *= s
		dd += w * s
		ad += w * s * t
		aa += w * s * t * t
		dg += w * g
		ag += w * g * t
		gg += n * p0[k] * p1[k] * g * g
	}
	grad[0] += sa
	grad[1] += sd
	info.addSlope(aa, ad, dd)
	if info.n < 3 {
		return
	}
	grad[2] += sg
	for i, x := range [...]float64{ag, dg} {
		info.add(i, 2, x)
		info.add(2, i, x)
	}
	info.add(2, 2, gg)
}

// gradedScore is that of ordered categories.
func gradedScore(c *curves, counts []float64, j int, grad []float64, info *block) {
	it, q := &c.items[j], len(c.grid.theta)
	steps := len(it.D)
	w := make([]float64, steps+2) // derivative of P(X >= k) by its logit, 0 at both ends
	dp := make([]float64, steps+1)
	for k, t := range c.grid.theta {
		n := 0.0
		for cat := range steps + 1 {
			n += counts[cat*q+k]
		}
		for i, d := range it.D {
			p := logistic(it.A*t + d)
			w[i+1] = p * (1 - p)
		}
		for cat := range steps + 1 {
			p, r := c.prob[j][cat*q+k], counts[cat*q+k]
			lower, upper := w[cat], w[cat+1]
			clear(dp)
			dp[0] = t * (lower - upper)
			if cat > 0 {
				dp[cat] = lower
			}
			if cat < steps {
				dp[cat+1] = -upper
			}
			addCategory(grad, info, dp, r/p, n/p)
		}
	}
}

// addCategory adds one category at one node. Only the slope and the two
// intercepts around the category have a derivative.
func addCategory(grad []float64, info *block, dp []float64, score, weight float64) {
	for i, x := range dp {
		if x == 0 {
			continue
		}
		grad[i] += score * x
		for k := range i + 1 {
			if dp[k] != 0 {
				info.add(i, k, weight*x*dp[k])
				if k != i {
					info.add(k, i, weight*x*dp[k])
				}
			}
		}
	}
}

package dif

import "math"

// regression is a fitted logistic regression on the first columns of a design.
type regression struct {
	beta   [4]float64
	loglik float64
}

// logit fits a logistic regression on the first k columns by Newton's method
// with halved steps. It is not ok when the estimate has no finite value
// (Albert & Anderson 1984: separation) or the columns depend on each other.
func logit(x [][4]float64, y []float64, k int) (fit regression, ok bool) {
	fit.loglik = logitLoglik(x, y, &fit.beta)
	const cycles, tol, far = 50, 1e-10, 30
	for range cycles {
		grad, info := logitScore(x, y, &fit.beta, k)
		step, solved := solve(info, grad, k)
		if !solved {
			return fit, false
		}
		next, gain := climb(x, y, fit, step)
		fit = next
		if gain < tol*(1+math.Abs(fit.loglik)) {
			return fit, within(&fit.beta, far)
		}
	}
	return fit, false
}

// within is false when a coefficient has run away.
func within(beta *[4]float64, far float64) bool {
	for _, b := range beta {
		if math.Abs(b) > far || math.IsNaN(b) {
			return false
		}
	}
	return true
}

// climb walks along the step, halving it until the likelihood does not fall.
func climb(x [][4]float64, y []float64, from regression, step [4]float64) (to regression, gain float64) {
	for scale := 1.0; scale > 1e-6; scale /= 2 {
		to = from
		for c := range to.beta {
			to.beta[c] += scale * step[c]
		}
		if to.loglik = logitLoglik(x, y, &to.beta); to.loglik >= from.loglik {
			return to, to.loglik - from.loglik
		}
	}
	return from, 0
}

func linear(x *[4]float64, beta *[4]float64) float64 {
	return x[0]*beta[0] + x[1]*beta[1] + x[2]*beta[2] + x[3]*beta[3]
}

func logitLoglik(x [][4]float64, y []float64, beta *[4]float64) float64 {
	sum := 0.0
	for i := range x {
		eta := linear(&x[i], beta)
		sum += y[i]*eta - math.Max(eta, 0) - math.Log1p(math.Exp(-math.Abs(eta)))
	}
	return sum
}

func logitScore(x [][4]float64, y []float64, beta *[4]float64, k int) (grad [4]float64, info [4][4]float64) {
	for i := range x {
		p := 1 / (1 + math.Exp(-linear(&x[i], beta)))
		for a := range k {
			grad[a] += x[i][a] * (y[i] - p)
			for b := range k {
				info[a][b] += x[i][a] * x[i][b] * p * (1 - p)
			}
		}
	}
	return grad, info
}

// solve finds step with info·step = grad by Cholesky's decomposition.
func solve(info [4][4]float64, grad [4]float64, k int) (step [4]float64, ok bool) {
	for a := range k {
		whole := info[a][a]
		for b := range a {
			for c := range b {
				info[a][b] -= info[a][c] * info[b][c]
			}
			info[a][b] /= info[b][b]
			info[a][a] -= info[a][b] * info[a][b]
		}
		if !(info[a][a] > 1e-10*whole) {
			return step, false
		}
		info[a][a] = math.Sqrt(info[a][a])
	}
	for a := range k {
		step[a] = grad[a]
		for b := range a {
			step[a] -= info[a][b] * step[b]
		}
		step[a] /= info[a][a]
	}
	for a := k - 1; a >= 0; a-- {
		for b := a + 1; b < k; b++ {
			step[a] -= info[b][a] * step[b]
		}
		step[a] /= info[a][a]
	}
	return step, true
}

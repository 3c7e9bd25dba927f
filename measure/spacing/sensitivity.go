package spacing

import "math"

// vector holds one derivative per weight.
type vector [21]float64

// tangent is a card's memory together with its derivatives by the weights. It
// follows the formulas of Scheduler without the rounding, which has no derivative;
// a number held at a bound has derivative 0.
type tangent struct {
	w          *Weights
	factor     float64 // of the forgetting curve
	dFactor    float64 // by w20
	s, d       float64
	ds, dd, dr vector
}

func newTangent(w *Weights) tangent {
	grown := math.Exp(-math.Log(0.9) / w[20])
	return tangent{w: w, factor: grown - 1, dFactor: grown * math.Log(0.9) / (w[20] * w[20])}
}

// first starts a card with rating g.
func (t *tangent) first(g Rating) {
	t.ds, t.dd = vector{}, vector{}
	t.s, t.d = max(t.w[g-1], minFirst), t.w[4]-math.Exp(float64(g-1)*t.w[5])+1
	if t.s > minFirst {
		t.ds[g-1] = 1
	}
	if t.d >= 1 && t.d <= 10 {
		t.dd[4] = 1
		t.dd[5] = -float64(g-1) * math.Exp(float64(g-1)*t.w[5])
	}
	t.d = clamp(t.d, 1, 10)
}

// recall returns the probability of recall after days and sets dr.
func (t *tangent) recall(days float64) float64 {
	x := 1 + t.factor*days/t.s
	logX := math.Log(x)
	r := math.Exp(-t.w[20] * logX)
	byS := r * t.w[20] * t.factor * days / (t.s * t.s * x)
	for k, v := range t.ds {
		t.dr[k] = byS * v
	}
	t.dr[20] -= r * (logX + t.w[20]*days/t.s*t.dFactor/x)
	return r
}

// next moves the card on by rating g, r being what recall returned.
func (t *tangent) next(r float64, g Rating) {
	d, dd := t.d, t.dd
	t.moveDifficulty(g)
	if g == Again {
		t.forget(r, d, &dd)
	} else {
		t.grow(r, d, &dd, g)
	}
}

// grow is the stability after a recall: S·(1 + e^w8·(11-D)·S^-w9·(e^(w10(1-R))-1)·b).
func (t *tangent) grow(r, d float64, dd *vector, g Rating) {
	w, s := t.w, t.s
	logS, lift := math.Log(s), math.Exp((1-r)*w[10])
	base := math.Exp(w[8]-w[9]*logS) * (11 - d)
	gain := base * (lift - 1) // before the factor of the rating
	bonus, of := 1.0, -1
	switch g {
	case Hard:
		bonus, of = w[15], 15
	case Easy:
		bonus, of = w[16], 16
	}
	t.s = s * (1 + gain*bonus)
	if t.s > maxStability {
		t.s, t.ds = maxStability, vector{}
		return
	}
	byR := -s * base * bonus * w[10] * lift
	t.chain(1+gain*bonus*(1-w[9]), -s*gain*bonus/(11-d), byR, dd)
	t.ds[8] += s * gain * bonus
	t.ds[9] -= s * gain * bonus * logS
	t.ds[10] += s * base * bonus * (1 - r) * lift
	if of >= 0 {
		t.ds[of] += s * gain
	}
}

// forget is the stability after Again: w11·D^-w12·((S+1)^w13-1)·e^(w14(1-R)), which
// never raises it.
func (t *tangent) forget(r, d float64, dd *vector) {
	w, s := t.w, t.s
	logD, logS := math.Log(d), math.Log(s+1)
	scale := math.Exp(-w[12]*logD + (1-r)*w[14])
	raised := math.Exp(w[13] * logS)
	f := w[11] * scale * (raised - 1)
	if f >= s {
		return
	}
	if t.s = f; f < minStability {
		t.s, t.ds = minStability, vector{}
		return
	}
	t.chain(w[11]*scale*w[13]*raised/(s+1), -w[12]*f/d, -w[14]*f, dd)
	t.ds[11] += scale * (raised - 1)
	t.ds[12] -= f * logD
	t.ds[13] += w[11] * scale * raised * logS
	t.ds[14] += f * (1 - r)
}

// chain carries the derivatives through a new stability that depends on the old
// one, on difficulty and on retrievability.
func (t *tangent) chain(byS, byD, byR float64, dd *vector) {
	for k := range t.ds {
		t.ds[k] = byS*t.ds[k] + byD*dd[k] + byR*t.dr[k]
	}
}

// moveDifficulty is the step of difficulty and of its derivatives.
func (t *tangent) moveDifficulty(g Rating) {
	w, step := t.w, float64(g)-3
	easy := w[4] - math.Exp(3*w[5]) + 1
	moved := t.d - w[6]*step*(10-t.d)/9
	byD := (1 - w[7]) * (1 + w[6]*step/9)
	for k := 4; k <= 7; k++ {
		t.dd[k] *= byD
	}
	t.dd[4] += w[7]
	t.dd[5] -= 3 * w[7] * math.Exp(3*w[5])
	t.dd[6] -= (1 - w[7]) * step * (10 - t.d) / 9
	t.dd[7] += easy - moved
	t.d = w[7]*easy + (1-w[7])*moved
	if t.d < 1 || t.d > 10 {
		t.d, t.dd = clamp(t.d, 1, 10), vector{}
	}
}

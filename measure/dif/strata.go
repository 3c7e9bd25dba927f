package dif

import (
	"fmt"
	"math"
)

// Stratum is the two-by-two table of persons of equal score.
type Stratum struct {
	RefRight, RefWrong, FocalRight, FocalWrong float64
}

// Common is the Mantel-Haenszel comparison over strata.
type Common struct {
	Chi2, P   float64 // continuity-corrected test of a common odds ratio of 1, one degree of freedom
	OddsRatio float64 // odds of the reference group / odds of the focal group
	SE        float64 // standard error of ln(OddsRatio)
	Note      string  // why a figure does not exist; empty when all do
}

// MantelHaenszelTest compares two groups over strata (Mantel & Haenszel 1959).
// Strata without variation are dropped; what is not a count is told in Note. Chi2 is (|A-E| - 1/2)²/V, without the
// correction when |A-E| < 1/2; the standard error is that of Robins, Breslow &
// Greenland 1986, used for items by Phillips & Holland 1987.
func MantelHaenszelTest(strata []Stratum) Common {
	var s sums
	c := Common{P: 1, OddsRatio: 1}
	for k, t := range strata {
		if !t.countable() {
			c.Note = fmt.Sprintf("stratum %d holds what is not a count of persons", k+1)
			return c
		}
		s.add(t)
	}
	if s.variance == 0 {
		c.Note = "no stratum holds both groups and both answers"
		return c
	}
	const rounding = 1e-9 // a gap of one half is one, whichever group comes first
	if gap := math.Abs(s.gap); gap >= 0.5-rounding {
		c.Chi2 = math.Pow(math.Max(0, gap-0.5), 2) / s.variance
	} else {
		c.Chi2 = gap * gap / s.variance
	}
	c.P = chi2Tail1(c.Chi2)
	if s.r == 0 || s.s == 0 {
		c.Note = "the groups are separated: the odds ratio has no finite value and stands for half a person more in each cell"
		s = halved(strata)
	}
	c.OddsRatio = s.r / s.s
	c.SE = math.Sqrt(s.pr/(2*s.r*s.r) + s.psqr/(2*s.r*s.s) + s.qs/(2*s.s*s.s))
	return c
}

// countable says that all four numbers are whole and not negative.
func (t Stratum) countable() bool {
	for _, n := range [...]float64{t.RefRight, t.RefWrong, t.FocalRight, t.FocalWrong} {
		if !(n >= 0 && n <= 1e12 && n == math.Trunc(n)) {
			return false
		}
	}
	return true
}

// sums are the running totals of a comparison: r and s are numerator and
// denominator of the odds ratio, pr, psqr and qs the terms of its variance.
type sums struct {
	gap, variance, r, s, pr, psqr, qs float64
}

func (s *sums) add(t Stratum) {
	ref, focal := t.RefRight+t.RefWrong, t.FocalRight+t.FocalWrong
	right, wrong := t.RefRight+t.FocalRight, t.RefWrong+t.FocalWrong
	n := ref + focal
	if ref == 0 || focal == 0 || right == 0 || wrong == 0 {
		return
	}
	s.gap += t.RefRight - ref*right/n
	s.variance += ref * focal * right * wrong / (n * n * (n - 1))
	r, q := t.RefRight*t.FocalWrong/n, t.RefWrong*t.FocalRight/n
	p, pc := (t.RefRight+t.FocalWrong)/n, (t.RefWrong+t.FocalRight)/n
	s.r += r
	s.s += q
	s.pr += p * r
	s.psqr += p*q + pc*r
	s.qs += pc * q
}

// halved repeats the sums with half a person more in each cell of each stratum
// that varies, so that a finite odds ratio exists (Haldane 1956).
func halved(strata []Stratum) sums {
	var s sums
	for _, t := range strata {
		if t.RefRight+t.FocalRight > 0 && t.RefWrong+t.FocalWrong > 0 && t.RefRight+t.RefWrong > 0 && t.FocalRight+t.FocalWrong > 0 {
			s.add(Stratum{t.RefRight + 0.5, t.RefWrong + 0.5, t.FocalRight + 0.5, t.FocalWrong + 0.5})
		}
	}
	return s
}

// chi2Tail1 is the upper tail of a chi-square with one degree of freedom.
func chi2Tail1(x float64) float64 { return math.Erfc(math.Sqrt(x / 2)) }

// chi2Tail2 is the upper tail of a chi-square with two degrees of freedom.
func chi2Tail2(x float64) float64 { return math.Exp(-x / 2) }

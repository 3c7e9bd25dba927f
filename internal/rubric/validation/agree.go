package validation

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"preceptor/measure/agreement"
)

// level is that of all intervals.
const level = 0.95

// agree compares two columns of marks where both decided.
func agree(items []judged, a, b func(judged) *bool) Agreement {
	both := keep(items, func(j judged) bool { return a(j) != nil && b(j) != nil })
	out := Agreement{Items: len(both)}
	if len(both) == 0 {
		return out
	}
	equal := keep(both, func(j judged) bool { return *a(j) == *b(j) })
	out.Percent = pointer(100 * float64(len(equal)) / float64(len(both)))
	value, ok := kappa(both, a, b)
	if !ok {
		return out
	}
	out.Kappa = pointer(value)
	out.Interval = jackknife(both, a, b, value)
	return out
}

// kappa is Cohen's kappa of two columns; ok is false where it is not defined.
func kappa(items []judged, a, b func(judged) *bool) (value float64, ok bool) {
	table := make([][]float64, len(items))
	for n, j := range items {
		table[n] = []float64{number(*a(j)), number(*b(j))}
	}
	e, err := agreement.Kappa(table, agreement.Unweighted, []float64{0, 1}, level)
	return e.Value, err == nil
}

// jackknife is the interval of kappa from leaving out one talk at a time, with
// Student's t; nil with fewer than three talks, or where a rest has no kappa.
func jackknife(items []judged, a, b func(judged) *bool, whole float64) *[2]float64 {
	var without []float64
	seen := map[int]bool{}
	for _, j := range items {
		if seen[j.talk] {
			continue
		}
		seen[j.talk] = true
		k, ok := kappa(keep(items, func(o judged) bool { return o.talk != j.talk }), a, b)
		if !ok {
			return nil
		}
		without = append(without, k)
	}
	n := float64(len(without))
	if n < 3 {
		return nil
	}
	mean, squares := 0.0, 0.0
	for _, k := range without {
		mean += k / n
	}
	for _, k := range without {
		squares += (k - mean) * (k - mean)
	}
	half := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile((1+level)/2) * math.Sqrt((n-1)/n*squares)
	return &[2]float64{round(max(-1, whole-half)), round(min(1, whole+half))}
}

// Share is a share with its interval (Wilson 1927).
type Share struct {
	Items    int        `json:"items"`
	Value    float64    `json:"value"`
	Interval [2]float64 `json:"interval"` // 95 %
}

// hits is the share of items with this consensus on which the machine decided and
// says the same; nil when there is none.
func hits(consensus []judged, met bool) *Share {
	n, right := 0.0, 0.0
	for _, j := range consensus {
		if *j.human[0] != met || j.machine == nil {
			continue
		}
		n++
		if *j.machine == met {
			right++
		}
	}
	if n == 0 {
		return nil
	}
	z := distuv.UnitNormal.Quantile((1 + level) / 2)
	p, wide := right/n, z*z/n
	centre := (p + wide/2) / (1 + wide)
	half := z * math.Sqrt(p*(1-p)/n+wide/(4*n)) / (1 + wide)
	return &Share{Items: int(n), Value: round(p), Interval: [2]float64{round(max(0, centre-half)), round(min(1, centre+half))}}
}

func number(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

func pointer(v float64) *float64 {
	v = round(v)
	return &v
}

// round keeps four digits, so that figures read well and repeat exactly.
func round(v float64) float64 { return math.Round(v*1e4) / 1e4 }

package generalizability

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"preceptor/measure/dif"
)

// RaterReport says how one rater marks beside the others.
type RaterReport struct {
	Rater int
	Marks int
	// Severity is the rater's own shift in marks, shrunken towards 0 (BLUP), and its
	// standard error; below 0 is harsh, above is lenient.
	Severity, SeveritySE float64
	// SeverityP is the probability of so extreme a shift, seen beside the median and
	// the median deviation of all raters; 1 with fewer than four raters. Where two
	// raters share a station and disagree, the marks alone cannot say who is off:
	// both move away from the middle.
	SeverityP float64
	// Coherence is the correlation of the rater's marks with what the same persons
	// got at their other stations, and CoherenceP the probability of so low a one if
	// the rater were like the others. Both are 0 and 1 with fewer than four marks.
	Coherence, CoherenceP float64
	// Spread is the standard deviation of the rater's marks over the pooled one of
	// all raters; far below 1 is a rater who uses the middle of the scale only.
	Spread float64
	// Outlying and Incoherent flag SeverityP and CoherenceP at a false discovery rate
	// of 0.05 among the raters; a rater with either is discordant.
	Outlying, Incoherent bool
	shift                float64 // Severity in standard deviations
	pairs                int     // marks behind Coherence
}

// Discordant says that the rater stands out.
func (r RaterReport) Discordant() bool { return r.Outlying || r.Incoherent }

// CompareRaters compares the raters, in order of their numbers. Severity comes from the
// fitted model, coherence from correlations compared on Fisher's z scale. It is
// empty when the study has no raters, or one for each station, whose severity
// nobody can tell from the station's difficulty.
func (s *Study) CompareRaters() []RaterReport {
	term := slices.IndexFunc(s.model.effects, func(e effect) bool { return e.name == "r" || e.name == "r:s" })
	if term < 0 {
		return nil
	}
	byRater := map[int][]int{}
	for i, m := range s.marks {
		byRater[m.Rater] = append(byRater[m.Rater], i)
	}
	var reports []RaterReport
	apart := s.elsewhere()
	for rater, own := range byRater {
		r := RaterReport{Rater: rater, Marks: len(own)}
		s.severity(&r, term, own[0])
		apart.coherence(&r, own)
		reports = append(reports, r)
	}
	slices.SortFunc(reports, func(a, b RaterReport) int { return a.Rater - b.Rater })
	spread(reports)
	extremity(reports)
	incoherence(reports)
	flag(reports)
	return reports
}

// severity reads the rater's effect off the fit, at the level of the rater's mark i.
func (s *Study) severity(r *RaterReport, term, i int) {
	t, level := s.Fit.Terms[term], s.model.terms[term].Levels[i]
	if t.Variance == 0 {
		return
	}
	r.Severity, r.SeveritySE = t.Effects[level], math.Sqrt(t.ErrorVariance[level])
	if known := t.Variance - t.ErrorVariance[level]; known > 0 {
		r.shift = r.Severity / math.Sqrt(known)
	}
}

// extremity tests each shift against the middle of all shifts. Median and median
// deviation (Hampel, JASA 69, 1974) do not let the discordant hide each other.
func extremity(reports []RaterReport) {
	shifts, gaps := make([]float64, len(reports)), make([]float64, len(reports))
	for i, r := range reports {
		shifts[i] = r.shift
	}
	middle := median(shifts)
	for i, r := range reports {
		gaps[i] = math.Abs(r.shift - middle)
	}
	scale := 1.4826 * median(gaps) // the standard deviation, if shifts are normal
	for i, r := range reports {
		reports[i].SeverityP = 1
		if len(reports) >= 4 && scale > 0 {
			t := math.Abs(r.shift-middle) / scale
			reports[i].SeverityP = 2 * distuv.StudentsT{Sigma: 1, Nu: float64(len(reports) - 1)}.Survival(t)
		}
	}
}

func median(of []float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[half]
	}
	return (sorted[half-1] + sorted[half]) / 2
}

// coherence correlates the rater's marks with the persons' marks elsewhere. Spread
// holds the standard deviation until spread divides it.
func (e elsewhere) coherence(r *RaterReport, own []int) {
	var here, there []float64
	for _, i := range own {
		if e.ok[i] {
			here, there = append(here, e.here[i]), append(there, e.there[i])
		}
	}
	r.CoherenceP, r.pairs = 1, len(here)
	if r.pairs < 4 {
		return
	}
	r.Spread = stat.StdDev(here, nil)
	if r.Spread > 0 && stat.StdDev(there, nil) > 0 {
		r.Coherence = stat.Correlation(here, there, nil)
	}
}

// spread divides each rater's standard deviation by the pooled one.
func spread(reports []RaterReport) {
	var sum, freedom float64
	for _, r := range reports {
		sum += float64(r.Marks-1) * r.Spread * r.Spread
		freedom += float64(r.Marks - 1)
	}
	if sum == 0 {
		return
	}
	for i := range reports {
		reports[i].Spread /= math.Sqrt(sum / freedom)
	}
}

// incoherence tests each correlation against the mean of the others.
func incoherence(reports []RaterReport) {
	var sum, weight float64
	for _, r := range reports {
		z, w := fisher(r)
		sum, weight = sum+z*w, weight+w
	}
	for i, r := range reports {
		z, w := fisher(r)
		if w == 0 || weight <= w {
			continue
		}
		gap := (z - (sum-z*w)/(weight-w)) / math.Sqrt(1/w+1/(weight-w))
		reports[i].CoherenceP = math.Erfc(-gap/math.Sqrt2) / 2
	}
}

// fisher is a correlation on Fisher's z scale and its precision.
func fisher(r RaterReport) (z, weight float64) {
	if r.pairs < 4 {
		return 0, 0
	}
	return math.Atanh(min(max(r.Coherence, -0.999999), 0.999999)), float64(r.pairs - 3)
}

func flag(reports []RaterReport) {
	severity, coherence := make([]float64, len(reports)), make([]float64, len(reports))
	for i, r := range reports {
		severity[i], coherence[i] = r.SeverityP, r.CoherenceP
	}
	outlying, incoherent := dif.BenjaminiHochberg(severity, 0.05), dif.BenjaminiHochberg(coherence, 0.05)
	for i := range reports {
		reports[i].Outlying, reports[i].Incoherent = outlying[i], incoherent[i]
	}
}

// elsewhere holds, for each mark, the rater's mark less the rater's mean, and the
// same person's mean of such marks at other stations.
type elsewhere struct {
	here, there []float64
	ok          []bool
}

func (s *Study) elsewhere() elsewhere {
	own := map[int][]float64{}
	for _, m := range s.marks {
		own[m.Rater] = append(own[m.Rater], m.Value)
	}
	type total struct{ sum, n float64 }
	all, cell := map[int]total{}, map[[2]int]total{}
	e := elsewhere{make([]float64, len(s.marks)), make([]float64, len(s.marks)), make([]bool, len(s.marks))}
	for i, m := range s.marks {
		e.here[i] = m.Value - stat.Mean(own[m.Rater], nil)
		key := [2]int{m.Person, m.Station}
		all[m.Person] = total{all[m.Person].sum + e.here[i], all[m.Person].n + 1}
		cell[key] = total{cell[key].sum + e.here[i], cell[key].n + 1}
	}
	for i, m := range s.marks {
		a, c := all[m.Person], cell[[2]int{m.Person, m.Station}]
		if e.ok[i] = a.n > c.n; e.ok[i] {
			e.there[i] = (a.sum - c.sum) / (a.n - c.n)
		}
	}
	return e
}

package standardsetting

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat"
)

// ErrReplicates says that too few resamples were asked for.
var ErrReplicates = errors.New("a bootstrap needs at least 20 replicates")

// Spread is the sampling error of a cut.
type Spread struct {
	SE        float64
	Low, High float64 // 95 % percentile interval
}

// Bootstrapped is the sampling error of a circuit's borderline-regression cuts.
type Bootstrapped struct {
	Stations []Spread
	Exam     Spread // of the mean of the stations' cuts
	// Degenerate counts resamples in which a station's candidates all had one grade;
	// they are left out.
	Degenerate int
}

// Bootstrap resamples candidates, each with all that they did at all stations, and
// draws the borderline-regression line of every station anew (Efron 1979; for OSCEs
// Hejri et al., BMC Medical Education 13, 2013). The same seed gives the same
// figures. It fails as BorderlineRegression does, naming the station from 1, or with
// ErrReplicates or ErrCandidate.
func Bootstrap(stations [][]Attempt, borderline float64, replicates int, seed uint64) (Bootstrapped, error) {
	if replicates < 20 {
		return Bootstrapped{}, fmt.Errorf("%w: %d", ErrReplicates, replicates)
	}
	for s, attempts := range stations {
		if _, err := BorderlineRegression(attempts, borderline); err != nil {
			return Bootstrapped{}, fmt.Errorf("station %d: %w", s+1, err)
		}
	}
	sums, candidates, err := sumUp(stations)
	if err != nil {
		return Bootstrapped{}, err
	}
	return resample(sums, candidates, borderline, replicates, rand.NewPCG(seed, seed)), nil
}

// sums are what a regression needs to know of a candidate at a station: count, Σg,
// Σy, Σgg, Σgy.
type sums [5]float64

func (s *sums) add(times float64, o *sums) {
	for k := range s {
		s[k] += times * o[k]
	}
}

// cut is the line at the borderline grade; not ok without two grades.
func (s *sums) cut(borderline float64) (cut float64, ok bool) {
	n, g, y, gg, gy := s[0], s[1], s[2], s[3], s[4]
	spread := gg - g*g/n
	if n < 2 || spread <= 1e-9*gg {
		return 0, false
	}
	return y/n + (gy-g*y/n)/spread*(borderline-g/n), true
}

// sumUp returns each station's sums per candidate. Grades and scores are taken as
// they are: their ranges in exams are far from what doubles cannot tell apart.
func sumUp(stations [][]Attempt) (all [][]sums, candidates int, err error) {
	known := map[int]int{} // numbers without gaps, so that only those who came are drawn
	for s, attempts := range stations {
		for i, a := range attempts {
			if a.Candidate < 0 {
				return nil, 0, fmt.Errorf("station %d, attempt %d: %w: %d", s+1, i+1, ErrCandidate, a.Candidate)
			}
			if _, seen := known[a.Candidate]; !seen {
				known[a.Candidate] = len(known)
			}
		}
	}
	all = make([][]sums, len(stations))
	for s, attempts := range stations {
		all[s] = make([]sums, len(known))
		for _, a := range attempts {
			all[s][known[a.Candidate]].add(1, &sums{1, a.Grade, a.Score, a.Grade * a.Grade, a.Grade * a.Score})
		}
	}
	return all, len(known), nil
}

func resample(all [][]sums, candidates int, borderline float64, replicates int, random rand.Source) Bootstrapped {
	cuts := make([][]float64, len(all)+1) // the exam's last
	for s := range cuts {
		cuts[s] = make([]float64, 0, replicates)
	}
	var result Bootstrapped
	times, drawn := make([]float64, candidates), make([]float64, len(all))
	for range replicates {
		draw(times, random)
		if !redraw(all, times, borderline, drawn) {
			result.Degenerate++
			continue
		}
		for s, c := range drawn {
			cuts[s] = append(cuts[s], c)
		}
		cuts[len(all)] = append(cuts[len(all)], stat.Mean(drawn, nil))
	}
	for _, c := range cuts[:len(all)] {
		result.Stations = append(result.Stations, spreadOf(c))
	}
	result.Exam = spreadOf(cuts[len(all)])
	return result
}

// draw counts how often each candidate is drawn in a sample of as many.
func draw(times []float64, random rand.Source) {
	clear(times)
	for range times {
		i, _ := bits.Mul64(random.Uint64(), uint64(len(times)))
		times[i]++
	}
}

// redraw writes every station's cut in the sample; false when one has no line.
func redraw(all [][]sums, times []float64, borderline float64, cuts []float64) bool {
	for s, of := range all {
		var total sums
		for i := range of {
			total.add(times[i], &of[i])
		}
		cut, ok := total.cut(borderline)
		if !ok {
			return false
		}
		cuts[s] = cut
	}
	return true
}

func spreadOf(cuts []float64) Spread {
	if len(cuts) < 2 {
		return Spread{}
	}
	mean, sd := stat.MeanStdDev(cuts, nil)
	if math.IsNaN(sd) {
		return Spread{Low: mean, High: mean}
	}
	return Spread{SE: sd, Low: quantile(cuts, 0.025), High: quantile(cuts, 0.975)}
}

package itemstats

import (
	"math/bits"

	"preceptor/measure/responses"
)

// pairs are the sums behind the covariances of k items, row-major: over the persons
// who saw items i and j both, their number n, the sum x of the answers to i, and the
// sum xy of the products.
type pairs struct {
	k        int
	n, x, xy []float64
}

// pairsOf sums up a matrix; answers of 0 and 1 go through bit sets, 64 persons at a
// time.
func pairsOf(m *responses.Matrix) *pairs {
	k := m.Items()
	s := &pairs{k, make([]float64, k*k), make([]float64, k*k), make([]float64, k*k)}
	if m.CheckBinary() == nil {
		s.addBits(m)
		return s
	}
	for p := range m.Persons() {
		s.add(m.Row(p))
	}
	return s
}

// add takes in one person.
func (s *pairs) add(row []int16) {
	for i, v := range row {
		if v == responses.Missing {
			continue
		}
		a := float64(v)
		n, x, xy := s.n[i*s.k:(i+1)*s.k], s.x[i*s.k:(i+1)*s.k], s.xy[i*s.k:(i+1)*s.k]
		for j, w := range row {
			if w != responses.Missing {
				n[j]++
				x[j] += a
				xy[j] += a * float64(w)
			}
		}
	}
}

// addBits takes in all persons of a matrix of 0, 1 and gaps.
func (s *pairs) addBits(m *responses.Matrix) {
	seen, right := bitSets(m)
	for i := range s.k {
		for j := range s.k {
			var n, x, xy int
			for w, both := range seen[j] {
				n += bits.OnesCount64(seen[i][w] & both)
				x += bits.OnesCount64(right[i][w] & both)
				xy += bits.OnesCount64(right[i][w] & right[j][w])
			}
			at := i*s.k + j
			s.n[at], s.x[at], s.xy[at] = float64(n), float64(x), float64(xy)
		}
	}
}

// bitSets holds, for each item, who saw it and who got it right.
func bitSets(m *responses.Matrix) (seen, right [][]uint64) {
	words := (m.Persons() + 63) / 64
	seen, right = make([][]uint64, m.Items()), make([][]uint64, m.Items())
	for j := range seen {
		seen[j], right[j] = make([]uint64, words), make([]uint64, words)
	}
	for p := range m.Persons() {
		word, bit := p/64, uint64(1)<<(p%64)
		for j, v := range m.Row(p) {
			switch v {
			case 1:
				right[j][word] |= bit
				seen[j][word] |= bit
			case 0:
				seen[j][word] |= bit
			}
		}
	}
	return seen, right
}

// covariance is that of items i and j; 0 where fewer than two persons saw both.
func (s *pairs) covariance(i, j int) float64 {
	n := s.n[i*s.k+j]
	if n < 2 {
		return 0
	}
	return (s.xy[i*s.k+j] - s.x[i*s.k+j]*s.x[j*s.k+i]/n) / (n - 1)
}

package generalizability

import "math"

// Component is the variance that one source brings to a single mark.
type Component struct {
	Name     string // "p", "s", "r", "r:s", "ps", "pr", "sr", or "residual"
	Variance float64
	SE       float64
	Share    float64 // of the sum of all components
	of       facets
}

// Study is a generalizability study of a table of marks.
type Study struct {
	Design     Design
	Components []Component // the residual last
	Merged     []string    // effects that the table cannot tell apart, as "a with b"
	Persons    int
	Stations   float64 // harmonic mean of stations per person
	Raters     float64 // harmonic mean of marks per person and station
	Mean       float64
	MeanSE     float64
	Observed   Forecast // at Stations and Raters
	Fit        *Fit
	model      model
	marks      []Mark
}

// Analyse estimates the variance components of the marks under the design by REML
// (Brennan 2001, chapters 3, 5 and 7), complete or not. It fails with ErrPersons,
// ErrStations, ErrRaters, ErrNumbering, ErrNotFinite, ErrTooFew or ErrConstant.
func Analyse(marks []Mark, d Design) (*Study, error) {
	if err := checkMarks(marks); err != nil {
		return nil, err
	}
	m, y := modelOf(marks, d), make([]float64, len(marks))
	for i := range marks {
		y[i] = marks[i].Value
	}
	fit, err := REML(y, m.terms)
	if err != nil {
		return nil, err
	}
	s := &Study{Design: d, Merged: m.merged, Mean: fit.Mean, MeanSE: fit.MeanSE, Fit: fit, model: m, marks: marks}
	for i, t := range fit.Terms {
		s.Components = append(s.Components, Component{Name: t.Name, Variance: t.Variance, SE: t.SE, of: m.effects[i].of})
	}
	s.Components = append(s.Components, Component{Name: "residual", Variance: fit.Residual, SE: fit.ResidualSE, of: m.rest})
	s.share()
	s.Persons, s.Stations, s.Raters = sizes(marks)
	s.Observed = s.Forecast(s.Stations, s.Raters)
	return s, nil
}

func (s *Study) share() {
	total := 0.0
	for _, c := range s.Components {
		total += c.Variance
	}
	for i := range s.Components {
		s.Components[i].Share = s.Components[i].Variance / total
	}
}

// sizes counts persons and takes the harmonic means that stand for the numbers of
// stations and raters in incomplete tables (Brennan 2001, section 7.2).
func sizes(marks []Mark) (persons int, stations, raters float64) {
	perCell, perPerson := map[[2]int]float64{}, map[int]float64{}
	for _, m := range marks {
		cell := [2]int{m.Person, m.Station}
		if perCell[cell] == 0 {
			perPerson[m.Person]++
		}
		perCell[cell]++
	}
	return len(perPerson), harmonic(perPerson), harmonic(perCell)
}

func harmonic[K comparable](counts map[K]float64) float64 {
	n := map[float64]float64{}
	for _, c := range counts {
		n[c]++
	}
	sum := 0.0
	for c := 1.0; len(n) > 0; c++ { // in order, so that the sum is the same each time
		sum += n[c] / c
		delete(n, c)
	}
	return float64(len(counts)) / sum
}

// Forecast is what a D-study says about an exam.
type Forecast struct {
	Stations, Raters float64 // raters per station
	Universe         float64 // variance of persons
	Relative         float64 // error variance when persons are ranked, σ²(δ)
	Absolute         float64 // error variance when levels count, σ²(Δ)
	G                float64 // generalizability coefficient Eρ²
	Phi              float64 // dependability coefficient Φ
}

// RelativeSEM is the standard error of a person's place, in marks.
func (f Forecast) RelativeSEM() float64 { return math.Sqrt(f.Relative) }

// AbsoluteSEM is the standard error of a person's level, in marks.
func (f Forecast) AbsoluteSEM() float64 { return math.Sqrt(f.Absolute) }

// Forecast says how dependable means over other numbers of stations and of raters
// per station would be (a D-study; Brennan 2001, chapter 4). In a design across
// stations the same raters are taken to sit in every station. What is not a number
// of 1 or more counts as 1. What the study could not tell from the residual counts with it.
func (s *Study) Forecast(stations, raters float64) Forecast {
	f := Forecast{Stations: 1, Raters: 1}
	if stations > 1 {
		f.Stations = stations
	}
	if raters > 1 {
		f.Raters = raters
	}
	for _, c := range s.Components {
		v := c.Variance / f.times(c.of)
		switch {
		case c.of == person:
			f.Universe = v
		case c.of&person != 0:
			f.Relative += v
			f.Absolute += v
		default:
			f.Absolute += v
		}
	}
	f.G, f.Phi = share(f.Universe, f.Relative), share(f.Universe, f.Absolute)
	return f
}

// times is how often an effect is sampled anew for one person.
func (f Forecast) times(of facets) float64 {
	n := 1.0
	if of&station != 0 {
		n *= f.Stations
	}
	if of&rater != 0 {
		n *= f.Raters
	}
	return n
}

// PhiAt is the dependability of pass-fail decisions at a cut score, Φ(λ), with the
// sample mean's own variance taken off (Brennan & Kane, Journal of Educational
// Measurement 14, 1977). A cut that is not a number up to a billion gives Φ.
func (s *Study) PhiAt(cut float64, f Forecast) float64 {
	if !(math.Abs(cut) <= 1e9) {
		return f.Phi
	}
	distance := max(0, (s.Mean-cut)*(s.Mean-cut)-s.MeanSE*s.MeanSE)
	return share(f.Universe+distance, f.Absolute)
}

// share is signal / (signal + noise), 0 without either.
func share(signal, noise float64) float64 {
	if signal+noise <= 0 {
		return 0
	}
	return signal / (signal + noise)
}

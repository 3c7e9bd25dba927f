package generalizability

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Mark is one number that a rater gave a person at a station. Persons, stations
// and raters are numbered from 0; NoRater stands for a mark without one.
type Mark struct {
	Person, Station, Rater int
	Value                  float64
}

// NoRater is the rater of a mark whose rater is not known or does not matter.
const NoRater = -1

// Faults of a table of marks.
var (
	ErrNumbering = errors.New("persons, stations and raters are numbered from 0 to the number of marks less one")
	ErrPersons   = errors.New("a study needs at least two persons")
	ErrStations  = errors.New("a study needs at least two stations")
	ErrRaters    = errors.New("some marks have a rater and some have none")
)

// Design says how raters meet stations.
type Design uint8

// The designs: p×s without raters; p×(r:s), each rater in one station; p×s×r.
const (
	PersonsByStations Design = iota
	RatersInStations
	RatersAcrossStations
)

// String writes the design as Brennan does.
func (d Design) String() string { return [...]string{"p x s", "p x (r:s)", "p x s x r"}[d] }

// DesignOf recognises the design of a table: nested when no rater appears in two
// stations.
func DesignOf(marks []Mark) Design {
	home := map[int]int{}
	nested := true
	for _, m := range marks {
		if m.Rater == NoRater {
			return PersonsByStations
		}
		if s, seen := home[m.Rater]; seen && s != m.Station {
			nested = false
		}
		home[m.Rater] = m.Station
	}
	if nested {
		return RatersInStations
	}
	return RatersAcrossStations
}

// facets is the set of what an effect depends on.
type facets uint8

const (
	person facets = 1 << iota
	station
	rater
)

// effect is one source of variance.
type effect struct {
	name string
	of   facets
}

// effects lists the random effects of a design without the residual.
func (d Design) effects() []effect {
	common := []effect{{"p", person}, {"s", station}}
	switch d {
	case RatersInStations:
		return append(common, effect{"r:s", station | rater}, effect{"ps", person | station})
	case RatersAcrossStations:
		return append(common, effect{"r", rater}, effect{"ps", person | station}, effect{"pr", person | rater}, effect{"sr", station | rater})
	}
	return common
}

// levels numbers the combinations of an effect's facets in order of appearance.
func (e effect) levels(marks []Mark) []int {
	seen, levels := map[[3]int]int{}, make([]int, len(marks))
	for i, m := range marks {
		key := [3]int{-1, -1, -1}
		for k, v := range [3]int{m.Person, m.Station, m.Rater} {
			if e.of&(1<<k) != 0 {
				key[k] = v
			}
		}
		if _, ok := seen[key]; !ok {
			seen[key] = len(seen)
		}
		levels[i] = seen[key]
	}
	return levels
}

// model is a design as it can be estimated from a table: effects that the table
// cannot tell apart are merged.
type model struct {
	effects []effect
	terms   []Term
	rest    facets   // what the residual depends on
	merged  []string // "a with b"
}

// modelOf keeps the effects that the marks can tell apart. An effect that parts the
// marks as an earlier one does is merged with it; one with a level per mark is
// merged with the residual.
func modelOf(marks []Mark, d Design) model {
	m := model{rest: person | station | rater}
	if d == PersonsByStations {
		m.rest = person | station
	}
	for _, e := range d.effects() {
		levels := e.levels(marks)
		count := slices.Max(levels) + 1
		twin := slices.IndexFunc(m.terms, func(t Term) bool { return slices.Equal(t.Levels, levels) })
		switch {
		case count == 1:
			m.merged = append(m.merged, e.name+" with the mean")
		case count == len(marks):
			m.merged = append(m.merged, e.name+" with the residual")
			if e.of == person|station { // more raters would not average it out
				m.rest = e.of
			}
		case twin >= 0:
			m.merged = append(m.merged, e.name+" with "+m.terms[twin].Name)
		default:
			m.effects = append(m.effects, e)
			m.terms = append(m.terms, Term{Name: e.name, Levels: levels})
		}
	}
	return m
}

func checkMarks(marks []Mark) error {
	persons, stations := map[int]bool{}, map[int]bool{}
	for i, m := range marks {
		if m.Person < 0 || m.Station < 0 || m.Rater < NoRater || max(m.Person, m.Station, m.Rater) >= len(marks) {
			return fmt.Errorf("mark %d: %w", i+1, ErrNumbering)
		}
		if math.IsNaN(m.Value) || math.IsInf(m.Value, 0) {
			return fmt.Errorf("mark %d: %w", i+1, ErrNotFinite)
		}
		if (m.Rater == NoRater) != (marks[0].Rater == NoRater) {
			return fmt.Errorf("mark %d: %w", i+1, ErrRaters)
		}
		persons[m.Person], stations[m.Station] = true, true
	}
	if len(persons) < 2 {
		return ErrPersons
	}
	if len(stations) < 2 {
		return ErrStations
	}
	return nil
}

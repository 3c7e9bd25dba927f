package mastery

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Faults of models, competencies and evidence.
var (
	ErrModel    = errors.New("a model needs finite numbers: a spread and a half-life above 0, a pull from 0 to 1, a criterion between 0 and 1")
	ErrTwice    = errors.New("the competency stands there twice")
	ErrUnknown  = errors.New("no such competency")
	ErrCycle    = errors.New("prerequisites lead back to themselves")
	ErrEvidence = errors.New("evidence needs a score from 0 to 1, a weight from 0 to 100, and a difficulty from -20 to 20")
	ErrDay      = errors.New("the day is not a number, or lies after today")
)

// Model holds the few numbers that all learners share.
type Model struct {
	Mean      float64 // mastery of a learner of whom nothing is known, in logits
	SD        float64 // how much learners differ in a competency, beyond its prerequisites
	HalfLife  float64 // days after which evidence counts half
	Pull      float64 // how far prerequisites carry over: 0 not at all, 1 fully
	Criterion float64 // probability of success at an ordinary task that means mastered
}

// DefaultModel is a cautious start for a course without data of its own; Fit finds a
// better one.
var DefaultModel = Model{Mean: 0, SD: 1.2, HalfLife: 120, Pull: 0.5, Criterion: 0.8}

// Validate reports an unusable model with ErrModel.
func (m Model) Validate() error {
	ok := math.Abs(m.Mean) <= 20 && m.SD > 0 && m.SD <= 20 && m.HalfLife > 0 && m.HalfLife <= 1e6 &&
		m.Pull >= 0 && m.Pull <= 1 && m.Criterion > 0 && m.Criterion < 1
	if !ok {
		return fmt.Errorf("%w: %+v", ErrModel, m)
	}
	return nil
}

// Competency is something to master, and what it builds on.
type Competency struct {
	ID    string
	Needs []string // prerequisites
}

// Map is a model together with its competencies, prerequisites before what builds on
// them. It is not changed by use and may be shared by goroutines.
type Map struct {
	model Model
	order []string
	index map[string]int
	needs [][]int
}

// New makes a map. It fails with ErrModel, ErrTwice, ErrUnknown or ErrCycle, naming
// the competency.
func New(model Model, competencies []Competency) (*Map, error) {
	if err := model.Validate(); err != nil {
		return nil, err
	}
	m := &Map{model: model, index: map[string]int{}}
	byID := map[string]Competency{}
	for _, c := range competencies {
		if _, twice := byID[c.ID]; twice {
			return nil, fmt.Errorf("%w: %s", ErrTwice, c.ID)
		}
		byID[c.ID] = c
	}
	for _, c := range competencies {
		if err := m.place(c.ID, byID, nil); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// place puts a competency after its prerequisites. path is how it was reached.
func (m *Map) place(id string, byID map[string]Competency, path []string) error {
	if _, placed := m.index[id]; placed {
		return nil
	}
	c, known := byID[id]
	if !known {
		return fmt.Errorf("%w: %s needs %s", ErrUnknown, path[len(path)-1], id)
	}
	if slices.Contains(path, id) {
		return fmt.Errorf("%w: %s", ErrCycle, strings.Join(append(path, id), " needs "))
	}
	needs := make([]int, len(c.Needs))
	for i, need := range c.Needs {
		if err := m.place(need, byID, append(slices.Clone(path), id)); err != nil {
			return err
		}
		needs[i] = m.index[need]
	}
	m.index[id] = len(m.order)
	m.order, m.needs = append(m.order, id), append(m.needs, needs)
	return nil
}

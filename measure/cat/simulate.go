package cat

import (
	"math"
	"math/rand/v2"
)

// Plan is how tests are given. The zero Criterion is Precision, a nil Control Best.
type Plan struct {
	Criterion Criterion
	Control   Control
	Quotas    Quotas
	Stop      Stop
}

// Next rates the items left and picks one; -1 when there is none.
func (p Plan) Next(e *Exam, worth []float64, rnd *rand.Rand) (int, error) {
	if err := e.rate(p.Criterion, p.Stop, worth); err != nil {
		return -1, err
	}
	if len(p.Quotas) > 0 {
		p.Quotas.apply(e, worth)
	}
	if p.Control == nil {
		return Best{}.Choose(worth, e.aside, rnd), nil
	}
	return p.Control.Choose(worth, e.aside, rnd), nil
}

func (p Plan) check(b *Bank) error {
	if err := p.Stop.check(); err != nil {
		return err
	}
	if c, ok := p.Control.(interface{ fits(*Bank) error }); ok {
		if err := c.fits(b); err != nil {
			return err
		}
	}
	return p.Quotas.check(b)
}

// Run is one simulated examinee's test.
type Run struct {
	Theta    float64 // true ability
	Estimate float64 // EAP under N(0, 1)
	SE       float64 // posterior standard deviation
	Items    []int
	Answers  []int
	Stopped  bool // a rule of the plan ended the test; otherwise items ran out
	Decision Decision
}

// Simulate gives tests to n examinees with abilities from N(0, 1) and answers
// drawn from the items' curves. A *Prices control bars items beyond its limit
// of the n examinees; one may always see an item. Errors: ErrStop, ErrControl, ErrQuota, ErrCriterion.
func Simulate(b *Bank, plan Plan, n int, seed uint64) ([]Run, error) {
	sim, err := newSimulator(b, plan, seed)
	if err != nil {
		return nil, err
	}
	if p, ok := plan.Control.(*Prices); ok {
		p.places(n)
	}
	out := make([]Run, max(0, n))
	for i := range out {
		out[i] = sim.next()
	}
	return out, nil
}

// simulator gives one test after the other. People and control draw from
// streams of their own, so that a plan never changes who comes.
type simulator struct {
	plan    Plan
	exam    *Exam
	worth   []float64
	people  *rand.Rand
	control *rand.Rand
}

func newSimulator(b *Bank, plan Plan, seed uint64) (*simulator, error) {
	if err := plan.check(b); err != nil {
		return nil, err
	}
	s := &simulator{
		plan: plan, exam: NewExam(b), worth: make([]float64, len(b.Items)),
		people: rand.New(rand.NewPCG(seed, 1)), control: rand.New(rand.NewPCG(seed, 2)),
	}
	return s, s.exam.rate(plan.Criterion, plan.Stop, s.worth) // says now when the criterion is unknown
}

func (s *simulator) next() Run {
	s.exam.reset()
	run := Run{Theta: s.people.NormFloat64()}
	most := len(s.exam.bank.Items)
	if s.plan.Stop.Most > 0 {
		most = min(most, s.plan.Stop.Most)
	}
	for len(s.exam.Items) < most {
		if run.Stopped, run.Decision = s.plan.Stop.reached(s.exam); run.Stopped {
			break
		}
		item, _ := s.plan.Next(s.exam, s.worth, s.control)
		if item < 0 {
			break
		}
		s.exam.Answer(item, s.answer(item, run.Theta))
	}
	if !run.Stopped {
		run.Stopped, run.Decision = s.plan.Stop.reached(s.exam)
	}
	if s.plan.Control != nil {
		s.plan.Control.Seen(s.exam.Items)
	}
	run.Estimate, run.SE, run.Items, run.Answers = s.exam.Estimate, s.exam.SE, s.exam.Items, s.exam.Answers
	return run
}

// answer draws a category at a true ability.
func (s *simulator) answer(item int, theta float64) int {
	it := &s.exam.bank.Items[item]
	p := make([]float64, it.Categories())
	it.Probabilities(theta, p)
	u, last := s.people.Float64(), len(p)-1
	for c := last; c > 0; c-- {
		if u -= p[c]; u < 0 {
			return c
		}
	}
	return 0
}

// Summary is what a simulation says about a plan.
type Summary struct {
	Examinees       int
	MeanItems       float64
	RMSE, Bias      float64 // of the estimates
	MeanSE          float64
	HighestExposure float64 // largest share of examinees who saw one item
	ItemsUsed       int     // items that somebody saw
	Overlap         float64 // mean share of a test that two examinees have in common (Barrada et al. 2009)
	NotStopped      int     // tests that ended because items ran out
}

// Summarise computes the summary of runs on a bank of so many items.
func Summarise(runs []Run, items int) Summary {
	s, count := Summary{Examinees: len(runs)}, make([]int, items)
	if len(runs) == 0 {
		return s
	}
	n := float64(len(runs))
	for _, r := range runs {
		gap := r.Estimate - r.Theta
		s.MeanItems += float64(len(r.Items)) / n
		s.RMSE += gap * gap / n
		s.Bias += gap / n
		s.MeanSE += r.SE / n
		if !r.Stopped {
			s.NotStopped++
		}
		for _, i := range r.Items {
			count[i]++
		}
	}
	s.RMSE = math.Sqrt(s.RMSE)
	squares := 0.0
	for _, c := range count {
		share := float64(c) / n
		s.HighestExposure = math.Max(s.HighestExposure, share)
		squares += share * share
		if c > 0 {
			s.ItemsUsed++
		}
	}
	if s.MeanItems > 0 && len(runs) > 1 {
		s.Overlap = math.Max(0, (n*squares/s.MeanItems-1)/(n-1))
	}
	return s
}

package cat

import "math"

// Exam is one examinee's test on its way.
type Exam struct {
	bank     *Bank
	post     []float64 // posterior at the nodes, up to a factor
	from, to int       // nodes that still matter
	mass     float64
	Estimate float64 // EAP under N(0, 1)
	SE       float64 // posterior standard deviation
	Items    []int   // items asked, by place in the bank
	Answers  []int   // their categories
	used     []bool
	aside    []bool // items that the control holds back from this examinee
	areas    map[string]int
}

// NewExam starts a test at the prior.
func NewExam(b *Bank) *Exam {
	e := &Exam{bank: b, post: make([]float64, len(b.theta)), used: make([]bool, len(b.Items)), aside: make([]bool, len(b.Items)), areas: map[string]int{}}
	e.reset()
	return e
}

// reset begins again, for the next examinee.
func (e *Exam) reset() {
	copy(e.post, e.bank.prior)
	e.from, e.to = 0, len(e.post)
	clear(e.used)
	clear(e.aside)
	clear(e.areas)
	e.Items, e.Answers = nil, nil
	e.settle()
}

// Answer takes an examinee's answer to an item into account.
func (e *Exam) Answer(item, category int) {
	e.Items, e.Answers = append(e.Items, item), append(e.Answers, category)
	e.used[item] = true
	e.areas[e.bank.Items[item].Area]++
	p := e.bank.prob[item][category]
	for k := e.from; k < e.to; k++ {
		e.post[k] *= p[k]
	}
	e.settle()
}

// settle computes estimate and error and drops nodes without weight.
func (e *Exam) settle() {
	var mass, sum, square float64
	for k := e.from; k < e.to; k++ {
		x, t := e.post[k], e.bank.theta[k]
		mass, sum, square = mass+x, sum+x*t, square+x*t*t
	}
	const negligible = 1e-10
	for e.post[e.from] < negligible*mass {
		e.from++
	}
	for e.post[e.to-1] < negligible*mass {
		e.to--
	}
	e.mass, e.Estimate = mass, sum/mass
	e.SE = math.Sqrt(math.Max(square/mass-e.Estimate*e.Estimate, 1e-12))
	if mass < 1e-100 { // long tests: keep the numbers in range
		for k := range e.post {
			e.post[k] /= mass
		}
		e.mass = 1
	}
}

// information is Fisher's information of the items asked, at the estimate.
func (e *Exam) information() float64 {
	sum := 0.0
	for _, i := range e.Items {
		sum += e.bank.Items[i].Information(e.Estimate)
	}
	return sum
}

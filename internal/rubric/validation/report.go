package validation

import (
	"fmt"

	"preceptor/internal/rubric"
)

// Enough is how many double-marked talks of its own a school needs.
const Enough = 100

// Report is the agreement on a set of talks.
type Report struct {
	Talks     int    `json:"talks"`
	Validated bool   `json:"validated"`
	Note      string `json:"note"`
	// Raters are the two raters; "first" and "second" by alphabet when they change
	// from talk to talk.
	Raters [2]string `json:"raters"`
	// Earn has a row per way of earning that occurs, then one for all items.
	Earn []Row `json:"earn"`
}

// Row is the agreement on the items of one way of earning.
type Row struct {
	Earn      string `json:"earn"`
	Items     int    `json:"items"`
	Talks     int    `json:"talks"`
	Validated bool   `json:"validated"`
	// Humans is the agreement of the two raters with each other, Machine that of the
	// machine with each rater.
	Humans  Agreement    `json:"humans"`
	Machine [2]Agreement `json:"machine"`
	// Consensus compares the machine with the items on which both humans agree.
	Consensus Consensus `json:"consensus"`
	// Open is the share of items that the machine leaves to a human.
	Open float64 `json:"open"`
}

// Agreement is how far two columns of marks agree.
type Agreement struct {
	Items   int      `json:"items"`   // on which both decided
	Percent *float64 `json:"percent"` // 0 to 100
	// Kappa is null where all marks are equal, its interval also with fewer than three talks.
	Kappa    *float64    `json:"kappa"`
	Interval *[2]float64 `json:"interval"` // 95 %
}

// Consensus is the machine against what both humans say.
type Consensus struct {
	Agreement
	Sensitivity *Share `json:"sensitivity"` // of the items that both humans call met
	Specificity *Share `json:"specificity"` // of the items that both humans call not met
}

// Of reports on talks that Check has passed, in the order in which they come.
func Of(talks []Talk) Report {
	out := Report{Talks: len(talks), Raters: names(talks), Validated: len(talks) >= Enough}
	var all []judged
	for n, t := range talks {
		all = append(all, t.judge(n)...)
	}
	for _, earn := range []rubric.Earn{rubric.Obtained, rubric.Asked, rubric.Said, rubric.Did} {
		if some := keep(all, func(j judged) bool { return j.earn == earn }); len(some) > 0 {
			out.Earn = append(out.Earn, row(string(earn), some))
		}
	}
	out.Earn = append(out.Earn, row("all", all))
	for _, r := range out.Earn {
		out.Validated = out.Validated && r.Validated
	}
	out.Note = note(out)
	return out
}

func note(r Report) string {
	if r.Validated {
		return fmt.Sprintf("measured here on %d double-marked talks", r.Talks)
	}
	if r.Talks >= Enough {
		return fmt.Sprintf("not validated here: %d double-marked talks, but fewer than %d for some way of earning", r.Talks, Enough)
	}
	return fmt.Sprintf("not validated here: %d of %d double-marked talks", r.Talks, Enough)
}

func names(talks []Talk) [2]string {
	var out [2]string
	for n, t := range talks {
		both := t.raters()
		if n > 0 && (both[0] != out[0] || both[1] != out[1]) {
			return [2]string{"first", "second"}
		}
		out = [2]string{both[0], both[1]}
	}
	return out
}

func row(name string, items []judged) Row {
	r := Row{Earn: name, Items: len(items), Talks: talksIn(items)}
	r.Validated = r.Talks >= Enough
	first := func(j judged) *bool { return j.human[0] }
	second := func(j judged) *bool { return j.human[1] }
	machine := func(j judged) *bool { return j.machine }
	r.Humans = agree(items, first, second)
	r.Machine = [2]Agreement{agree(items, machine, first), agree(items, machine, second)}
	same := keep(items, func(j judged) bool { return j.human[0] != nil && j.human[1] != nil && *j.human[0] == *j.human[1] })
	r.Consensus = Consensus{Agreement: agree(same, machine, first),
		Sensitivity: hits(same, true), Specificity: hits(same, false)}
	if len(items) > 0 {
		open := len(keep(items, func(j judged) bool { return j.machine == nil }))
		r.Open = round(float64(open) / float64(len(items)))
	}
	return r
}

func keep(items []judged, is func(judged) bool) []judged {
	var out []judged
	for _, j := range items {
		if is(j) {
			out = append(out, j)
		}
	}
	return out
}

func talksIn(items []judged) int {
	seen := map[int]bool{}
	for _, j := range items {
		seen[j.talk] = true
	}
	return len(seen)
}

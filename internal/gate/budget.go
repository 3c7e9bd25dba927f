package gate

import (
	"fmt"
	"slices"
	"time"

	"preceptor/internal/llm"
)

// Holder says whose budget it is.
type Holder string

// The holders of budgets.
const (
	// PerPerson gives each person a budget of their own.
	PerPerson Holder = "person"
	// PerCourse gives each course one.
	PerCourse Holder = "course"
	// Everybody is one budget for all calls together.
	Everybody Holder = "everybody"
)

// Period is how long a budget lasts, in the institution's time zone.
type Period string

// The periods of budgets.
const (
	// Daily budgets begin anew at midnight.
	Daily Period = "day"
	// Monthly budgets begin anew on the first.
	Monthly Period = "month"
)

// Budget limits calls. A limit of 0 is no limit.
type Budget struct {
	Holder Holder
	Period Period
	Micros llm.Micros
	Tokens int64
	Calls  int64
}

// hold is a place in a budget that a call has taken.
type hold struct {
	holder string // "person:01…"
	period Period
	starts time.Time
	limit  Budget
}

// amount is what a call takes out of its budgets.
type amount struct {
	calls  int64
	tokens int64
	micros llm.Micros
}

// fits tells whether the whole sum stays within the budget.
func (b Budget) fits(sum amount) bool {
	return (b.Micros == 0 || sum.micros <= b.Micros) &&
		(b.Tokens == 0 || sum.tokens <= b.Tokens) &&
		(b.Calls == 0 || sum.calls <= b.Calls)
}

// checkBudgets refuses budgets that nobody would notice or that would count calls twice.
func checkBudgets(budgets []Budget) error {
	seen := map[[2]string]bool{}
	for _, b := range budgets {
		key := [2]string{string(b.Holder), string(b.Period)}
		known := slices.Contains([]Holder{PerPerson, PerCourse, Everybody}, b.Holder) && slices.Contains([]Period{Daily, Monthly}, b.Period)
		if !known || seen[key] || b.Micros < 0 || b.Tokens < 0 || b.Calls < 0 {
			return fmt.Errorf("%w: the budget %s per %s is unknown, negative or there twice", ErrRequest, b.Holder, b.Period)
		}
		seen[key] = true
	}
	return nil
}

// starts gives the beginning of the period that holds a moment.
func (p Period) starts(at time.Time, zone *time.Location) time.Time {
	y, m, d := at.In(zone).Date()
	if p == Monthly {
		d = 1
	}
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}

// holdsFor lists the places that a matter takes: those of its person, its course and everybody.
func holdsFor(budgets []Budget, m Matter, at time.Time, zone *time.Location) []hold {
	var all []hold
	for _, b := range budgets {
		key := ""
		switch {
		case b.Holder == Everybody:
			key = string(Everybody)
		case b.Holder == PerPerson && m.Actor != "":
			key = "person:" + string(m.Actor)
		case b.Holder == PerCourse && m.Course != "":
			key = "course:" + string(m.Course)
		default:
			continue
		}
		all = append(all, hold{key, b.Period, b.Period.starts(at, zone), b})
	}
	return all
}

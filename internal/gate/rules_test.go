package gate

import (
	"context"
	"errors"
	"testing"

	"preceptor/internal/db/dbtest"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
)

// school knows one learner and one course.
type school struct {
	status people.Status
	level  people.AILevel
}

func (s school) PresenceOf(_ context.Context, who people.ID) (people.Presence, error) {
	if who != matter.Actor {
		return people.Presence{}, people.ErrNotFound
	}
	return people.Presence{Person: who, Status: s.status, Courses: map[people.CourseID][]people.Role{matter.Course: {people.Learner}}}, nil
}

func (s school) Course(context.Context, people.CourseID) (people.Course, error) {
	return people.Course{AILevel: s.level}, nil
}

func TestTheWrittenRulesDecide(t *testing.T) {
	book, err := policy.New(t.Context(), policy.Embedded{})
	if err != nil {
		t.Fatal(err)
	}
	active := school{people.Active, people.AIWords}
	for name, c := range map[string]struct {
		school school
		change func(*Matter)
		hosted bool
		want   error
	}{
		"a learner's patient is worded":      {active, func(*Matter) {}, false, nil},
		"but not by a hosted model":          {active, func(*Matter) {}, true, policy.ErrDenied},
		"unless the text is public":          {active, func(m *Matter) { m.Class = privacy.Public }, true, nil},
		"not in a course without AI":         {school{people.Active, people.AINone}, func(*Matter) {}, false, policy.ErrDenied},
		"not in an activity without AI":      {active, func(m *Matter) { m.Level = people.AINone }, false, policy.ErrDenied},
		"not for a suspended person":         {school{people.Suspended, people.AIOpen}, func(*Matter) {}, false, policy.ErrDenied},
		"not for somebody unknown":           {active, func(m *Matter) { m.Actor = "x" }, false, people.ErrNotFound},
		"a patient may talk in an exam":      {active, func(m *Matter) { m.Assessed = true }, false, nil},
		"but nobody helps there":             {school{people.Active, people.AIOpen}, func(m *Matter) { m.Assessed, m.Level, m.Purpose = true, people.AIOpen, "tutor.answer" }, false, policy.ErrDenied},
		"a person without account status":    {school{}, func(m *Matter) { m.Course = "" }, false, policy.ErrDenied},
		"tutoring needs a higher level":      {active, func(m *Matter) { m.Purpose = "tutor.answer" }, false, policy.ErrDenied},
		"the installation may fill an index": {active, func(m *Matter) { *m = Matter{Purpose: "search.embed", Class: privacy.Internal, Level: people.AIWords} }, false, nil},
	} {
		m := matter
		c.change(&m)
		if err := (Rules{book, c.school}).AllowModel(t.Context(), m, c.hosted); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestARefusalNamesThePolicysReason(t *testing.T) {
	book, err := policy.New(t.Context(), policy.Embedded{})
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, dbtest.SQLite(t), "good", func(p *Parts) { p.Policy = Rules{book, school{people.Active, people.AINone}} })
	if err := h.May(t.Context(), matter); !errors.Is(err, ErrNotAllowed) || len(h.leaves(kindRefusal)) != 0 {
		t.Errorf("asking beforehand: %v", err)
	}
	if _, err := h.Ask(t.Context(), question()); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("got %v", err)
	}
	if r := h.leaves(kindRefusal); len(r) != 1 || r[0]["reason"] != "level" {
		t.Errorf("refusals %v", r)
	}
}

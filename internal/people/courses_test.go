package people_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"preceptor/internal/people"
)

func TestRolesAreHeldPerCourse(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		cardiology, surgery := c.course("MED-301"), c.course("SUR-302")
		eve := c.person("eve@example.org", people.GovernanceOfficer)
		for _, e := range []people.Enrolment{
			{Person: eve.ID, Course: cardiology.ID, Role: people.Educator},
			{Person: eve.ID, Course: cardiology.ID, Role: people.Examiner},
			{Person: eve.ID, Course: surgery.ID, Role: people.Learner},
		} {
			c.must(c.Enrol(ctx, "", e))
		}
		who := got(c.Enter(ctx, c.signIn("eve@example.org").Token))(t)
		want := map[people.CourseID][]people.Role{cardiology.ID: {people.Educator, people.Examiner}, surgery.ID: {people.Learner}}
		if diff := cmp.Diff(want, who.Courses); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]people.Role{people.GovernanceOfficer}, who.Roles); diff != "" {
			t.Error(diff)
		}
		c.must(c.Leave(ctx, "", eve.ID, cardiology.ID, people.Educator))
		if who := got(c.PresenceOf(ctx, eve.ID))(t); who.Is(people.Educator, cardiology.ID) || !who.Is(people.Examiner, cardiology.ID) {
			t.Errorf("after leaving: %+v", who.Courses)
		}
	})
}

func TestSomeRolesHaveNoMeaningInACourse(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		eve, course := c.person("eve@example.org"), c.course("MED-301")
		for _, role := range []people.Role{people.Administrator, people.GovernanceOfficer, people.Researcher, "owner", ""} {
			if err := c.Enrol(ctx, "", people.Enrolment{Person: eve.ID, Course: course.ID, Role: role}); !errors.Is(err, people.ErrRole) {
				t.Errorf("%q gave %v", role, err)
			}
		}
		if err := c.Grant(ctx, "", eve.ID, "owner"); !errors.Is(err, people.ErrRole) {
			t.Errorf("an invented role gave %v", err)
		}
	})
}

func TestACohortBelongsToItsCourse(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		eve, here, there := c.person("eve@example.org"), c.course("MED-301"), c.course("SUR-302")
		spring := got(c.AddCohort(ctx, here.ID, "Spring 2026"))(t)
		err := c.Enrol(ctx, "", people.Enrolment{Person: eve.ID, Course: there.ID, Role: people.Learner, Cohort: spring.ID})
		if !errors.Is(err, people.ErrCohort) {
			t.Errorf("a cohort of another course gave %v", err)
		}
		enrolment := people.Enrolment{Person: eve.ID, Course: here.ID, Role: people.Learner}
		c.must(c.Enrol(ctx, "", enrolment))
		since := c.clock()
		c.wait(time.Hour)
		enrolment.Cohort = spring.ID
		c.must(c.Enrol(ctx, "", enrolment))
		enrolment.Since = since
		if diff := cmp.Diff([]people.Member{{Enrolment: enrolment, Name: eve.Name}}, got(c.Members(ctx, here.ID))(t)); diff != "" {
			t.Error(diff)
		}
		c.must(c.RenameCohort(ctx, spring.ID, spring.Version, "Spring"))
		if err := c.RenameCohort(ctx, spring.ID, spring.Version, "Summer"); !errors.Is(err, people.ErrConflict) {
			t.Errorf("renaming a newer cohort gave %v", err)
		}
		if cohorts := got(c.Cohorts(ctx, here.ID))(t); len(cohorts) != 1 || cohorts[0].Name != "Spring" {
			t.Errorf("cohorts: %+v", cohorts)
		}
	})
}

func TestCoursesAreChecked(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		course := c.course("MED-301")
		for _, test := range []struct {
			code, title string
			level       people.AILevel
			want        error
		}{
			{"MED-301", "Twice", people.AINone, people.ErrCodeTaken},
			{"MED 302", "A space", people.AINone, people.ErrCode},
			{"MED-302", "  ", people.AINone, people.ErrTitle},
			{"MED-302", "Too much", 5, people.ErrAILevel},
		} {
			if _, err := c.AddCourse(ctx, test.code, test.title, test.level); !errors.Is(err, test.want) {
				t.Errorf("%+v gave %v", test, err)
			}
		}
		course.AILevel = people.AINone
		c.must(c.EditCourse(ctx, course))
		if err := c.EditCourse(ctx, course); !errors.Is(err, people.ErrConflict) {
			t.Errorf("editing a newer course gave %v", err)
		}
		listed := got(c.Courses(ctx, "code = ?", []any{"MED-301"}))(t)
		if len(listed) != 1 || listed[0].AILevel != people.AINone || listed[0].Version != 2 {
			t.Errorf("listed %+v", listed)
		}
	})
}

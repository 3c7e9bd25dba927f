package api

import (
	"time"

	"preceptor/internal/people"
	"preceptor/internal/policy"
)

// Course is the scope of almost everything.
type Course struct {
	ID      people.CourseID `json:"id" doc:"Identifier of the course."`
	Code    string          `json:"code" doc:"Short name in the institution."`
	Title   string          `json:"title" doc:"Title of the course."`
	AILevel people.AILevel  `json:"ai_level" least:"0" most:"4" doc:"0 no model; 1 words what an engine decided; 2 explains; 3 drafts, disclosed; 4 free, disclosed."`
	MadeAt  time.Time       `json:"made_at" doc:"When the course was made."`
	Version int64           `json:"version" doc:"Counts the edits; also sent as ETag."`
}

func (c Course) tag() int64 { return c.Version }

// Cohort is a group of a course's learners.
type Cohort struct {
	ID      people.CohortID `json:"id" doc:"Identifier of the cohort."`
	Course  people.CourseID `json:"course" doc:"Identifier of its course."`
	Name    string          `json:"name" doc:"Name of the cohort."`
	Version int64           `json:"version" doc:"Counts the edits."`
}

// Enrolment is one person with one role in one course.
type Enrolment struct {
	Person people.ID       `json:"person" doc:"Identifier of the person."`
	Name   string          `json:"name" doc:"The person's name."`
	Course people.CourseID `json:"course" doc:"Identifier of the course."`
	Role   people.Role     `json:"role" doc:"Role in the course."`
	Cohort people.CohortID `json:"cohort,omitempty" doc:"Identifier of the cohort, if any."`
	Since  time.Time       `json:"since" doc:"Since when."`
}

var (
	exampleCourse    = Course{ID: exCourse, Code: "MED-301", Title: "Clinical reasoning", AILevel: people.AIWords, MadeAt: exBefore, Version: 1}
	exampleCohort    = Cohort{ID: exCohort, Course: exCourse, Name: "Spring", Version: 1}
	exampleEnrolment = Enrolment{Person: exPerson, Name: "Ana Silva", Course: exCourse, Role: people.Learner, Cohort: exCohort, Since: exBefore}
)

func (a *API) courseRoutes() []Route {
	return []Route{
		answers(Route{Method: "GET", Pattern: Prefix + "/courses", ID: "listCourses", Group: "Courses", Action: policy.CourseRead, Query: pageQuery,
			Summary: "List the courses that I may see, by code"}, Page[Course]{Items: []Course{exampleCourse}}, a.listCourses),
		answers(Route{Method: "GET", Pattern: Prefix + "/courses/{id}", ID: "getCourse", Group: "Courses", Action: policy.CourseRead, about: a.course(policy.Course),
			Summary: "Read a course"}, exampleCourse, a.getCourse),
		answers(Route{Method: "GET", Pattern: Prefix + "/courses/{id}/cohorts", ID: "listCohorts", Group: "Courses", Action: policy.CohortRead, about: a.course(policy.Cohort),
			Query: pageQuery, Summary: "List a course's cohorts, by name"}, Page[Cohort]{Items: []Cohort{exampleCohort}}, a.listCohorts),
		answers(Route{Method: "GET", Pattern: Prefix + "/courses/{id}/enrolments", ID: "listEnrolments", Group: "Courses", Action: policy.EnrolmentRead, about: a.course(policy.Enrolment),
			Query: pageQuery, Summary: "List who is in a course, by name"}, Page[Enrolment]{Items: []Enrolment{exampleEnrolment}}, a.listEnrolments),
	}
}

// courseThing is a course as a thing, or what belongs to it as a whole.
type courseThing struct {
	people.Course
	kind policy.Kind
}

// Object is the course, or something in it.
func (c courseThing) Object() policy.Object {
	if c.kind == policy.Course {
		return policy.Object{Kind: policy.Course, ID: string(c.ID)}
	}
	return policy.Object{Kind: c.kind, Course: c.ID}
}

func (a *API) course(kind policy.Kind) finder {
	return func(c *Call) (Thing, error) {
		course, err := a.People.Course(c.ctx(), people.CourseID(c.id()))
		return courseThing{course, kind}, err
	}
}

func (a *API) listCourses(c *Call) (Page[Course], error) {
	found, err := a.People.Courses(c.ctx(), c.scope.SQL, c.scope.Args)
	if err != nil {
		return Page[Course]{}, err
	}
	return cut(c, each(found, courseOf), func(course Course) string { return string(course.ID) })
}

func (a *API) getCourse(c *Call) (Course, error) { return courseOf(about[courseThing](c).Course), nil }

func (a *API) listCohorts(c *Call) (Page[Cohort], error) {
	found, err := a.People.Cohorts(c.ctx(), about[courseThing](c).ID)
	if err != nil {
		return Page[Cohort]{}, err
	}
	return cut(c, each(found, cohortOf), func(cohort Cohort) string { return string(cohort.ID) })
}

func (a *API) listEnrolments(c *Call) (Page[Enrolment], error) {
	found, err := a.People.Members(c.ctx(), about[courseThing](c).ID)
	if err != nil {
		return Page[Enrolment]{}, err
	}
	return cut(c, each(found, enrolmentOf), func(e Enrolment) string { return string(e.Person) + "." + string(e.Role) })
}

func courseOf(c people.Course) Course {
	return Course{ID: c.ID, Code: c.Code, Title: c.Title, AILevel: c.AILevel, MadeAt: c.MadeAt, Version: c.Version}
}

func cohortOf(c people.Cohort) Cohort {
	return Cohort{ID: c.ID, Course: c.Course, Name: c.Name, Version: c.Version}
}

func enrolmentOf(m people.Member) Enrolment {
	return Enrolment{Person: m.Person, Name: m.Name, Course: m.Course, Role: m.Role, Cohort: m.Cohort, Since: m.Since}
}

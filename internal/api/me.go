package api

import (
	"cmp"
	"maps"
	"slices"

	"preceptor/internal/people"
	"preceptor/internal/policy"
)

// Me is who calls, with all roles as they stand now.
type Me struct {
	ID       people.ID      `json:"id" doc:"Identifier of the account."`
	Login    string         `json:"login" doc:"E-mail address or short name."`
	Name     string         `json:"name" doc:"As the person wants to be called."`
	Language string         `json:"language" doc:"BCP 47; empty to follow the reader's device."`
	Zone     string         `json:"zone" doc:"IANA time zone; empty for the institution's."`
	Roles    []people.Role  `json:"roles" doc:"Roles in the installation."`
	Courses  []Standing     `json:"courses" doc:"Roles in courses."`
	Way      policy.Way     `json:"way" doc:"How this call came in."`
	Scopes   []people.Scope `json:"scopes,omitempty" doc:"What the API token may be used for."`
}

// Standing is what a person is in one course.
type Standing struct {
	Course people.CourseID `json:"course" doc:"Identifier of the course."`
	Roles  []people.Role   `json:"roles" doc:"Roles in the course."`
}

var exampleMe = Me{ID: exPerson, Login: "ana@example.org", Name: "Ana Silva", Language: "en", Zone: "Europe/Lisbon",
	Roles: []people.Role{people.Learner}, Courses: []Standing{{exCourse, []people.Role{people.Learner}}},
	Way: policy.ByToken, Scopes: []people.Scope{people.PeopleRead, people.EncountersRead}}

func (a *API) meRoutes() []Route {
	return []Route{
		answers(Route{Method: "GET", Pattern: Prefix + "/me", ID: "me", Group: "Accounts", Action: policy.PersonRead, about: myself,
			Summary: "Who am I, and what am I here?"}, exampleMe, func(c *Call) (Me, error) { return meOf(c), nil }),
	}
}

// myself finds the caller's own account.
func myself(c *Call) (Thing, error) {
	return plain{Kind: policy.Person, ID: string(c.me())}, nil
}

func meOf(c *Call) Me {
	p := c.presence
	return Me{ID: p.Person, Login: p.Login, Name: p.Name, Language: p.Language, Zone: p.Zone, Roles: listed(p.Roles),
		Courses: standings(p.Courses), Way: c.actor.Way, Scopes: c.actor.Scopes}
}

// standings are the roles in courses, by course.
func standings(courses map[people.CourseID][]people.Role) []Standing {
	out := []Standing{}
	for _, course := range slices.SortedFunc(maps.Keys(courses), cmp.Compare) {
		out = append(out, Standing{course, listed(courses[course])})
	}
	return out
}

// listed makes no list an empty one, which JSON tells apart.
func listed[T any](all []T) []T { return append([]T{}, all...) }

package api

import (
	"context"
	"errors"
	"time"

	"preceptor/internal/people"
	"preceptor/internal/policy"
)

// Person is an account as others may see it.
type Person struct {
	ID       people.ID     `json:"id" doc:"Identifier of the account."`
	Login    string        `json:"login" doc:"E-mail address or short name; empty once erased."`
	Name     string        `json:"name" doc:"As the person wants to be called."`
	Language string        `json:"language" doc:"BCP 47; empty to follow the reader's device."`
	Zone     string        `json:"zone" doc:"IANA time zone; empty for the institution's."`
	Status   people.Status `json:"status" doc:"State of the account."`
	Roles    []people.Role `json:"roles,omitempty" doc:"Roles in the installation; not in lists."`
	Courses  []Standing    `json:"courses,omitempty" doc:"Roles in courses; not in lists."`
	MadeAt   time.Time     `json:"made_at" doc:"When the account was made."`
	Version  int64         `json:"version" doc:"Counts the edits; also sent as ETag."`
}

func (p Person) tag() int64 { return p.Version }

var examplePerson = Person{ID: exPerson, Login: "ana@example.org", Name: "Ana Silva", Language: "en", Zone: "Europe/Lisbon",
	Status: people.Active, MadeAt: exBefore, Version: 3}

func (a *API) peopleRoutes() []Route {
	detailed := examplePerson
	detailed.Roles, detailed.Courses = exampleMe.Roles, exampleMe.Courses
	suspended := detailed
	suspended.Status = people.Suspended
	return []Route{
		answers(Route{Method: "GET", Pattern: Prefix + "/people", ID: "listPeople", Group: "Accounts", Action: policy.PersonList,
			about: whole(policy.Installation), Query: pageQuery, Summary: "List accounts, the oldest first",
			Doc: "Erased accounts are left out."}, Page[Person]{Items: []Person{examplePerson}}, a.listPeople),
		answers(Route{Method: "GET", Pattern: Prefix + "/people/{id}", ID: "getPerson", Group: "Accounts", Action: policy.PersonRead,
			about: a.person, Summary: "Read an account with its roles"}, detailed, a.getPerson),
		answers(Route{Method: "POST", Pattern: Prefix + "/people/{id}/suspend", ID: "suspendPerson", Group: "Accounts", Action: policy.PersonSuspend,
			about: a.person, Summary: "Suspend an account", Doc: "Every session and API token of the person ends at once. Suspending again changes nothing."},
			suspended, a.suspend),
		answers(Route{Method: "POST", Pattern: Prefix + "/people/{id}/resume", ID: "resumePerson", Group: "Accounts", Action: policy.PersonSuspend,
			about: a.person, Summary: "Let a suspended person sign in again", Doc: "What suspension ended stays ended. Resuming again changes nothing."},
			detailed, a.resume),
	}
}

// account is a person as a thing.
type account struct{ people.Person }

// Object is the account itself.
func (a account) Object() policy.Object {
	return policy.Object{Kind: policy.Person, ID: string(a.ID)}
}

func (a *API) person(c *Call) (Thing, error) {
	p, err := a.People.Person(c.ctx(), people.ID(c.id()))
	return account{p}, err
}

func (a *API) listPeople(c *Call) (Page[Person], error) {
	scope, err := c.scopeOf(policy.PersonRead, policy.Person)
	if err != nil {
		return Page[Person]{}, err
	}
	found, err := a.allPeople(c, scope)
	return page(c, each(found, personOf), func(p Person) string { return string(p.ID) }), err
}

// allPeople reads one more than the limit, in two pieces where the service gives fewer.
func (a *API) allPeople(c *Call, scope policy.Predicate) ([]people.Person, error) {
	first, err := a.People.People(c.ctx(), scope.SQL, scope.Args, people.Page{After: people.ID(c.word("after")), Size: c.limit()})
	if err != nil || len(first) < c.limit() {
		return first, err
	}
	more, err := a.People.People(c.ctx(), scope.SQL, scope.Args, people.Page{After: first[len(first)-1].ID, Size: 1})
	return append(first, more...), err
}

func (a *API) getPerson(c *Call) (Person, error) {
	return a.detailed(c.ctx(), about[account](c).ID)
}

func (a *API) detailed(ctx context.Context, who people.ID) (Person, error) {
	p, err := a.People.Person(ctx, who)
	if err != nil {
		return Person{}, err
	}
	presence, err := a.People.PresenceOf(ctx, who)
	out := personOf(p)
	out.Roles, out.Courses = presence.Roles, standings(presence.Courses)
	return out, err
}

func (a *API) suspend(c *Call) (Person, error) {
	return a.bring(c, people.Suspended, a.People.Suspend)
}

func (a *API) resume(c *Call) (Person, error) {
	return a.bring(c, people.Active, a.People.Restore)
}

// bring brings an account into a state; one that is in it stays there.
func (a *API) bring(c *Call, to people.Status, change func(ctx context.Context, by, who people.ID) error) (Person, error) {
	who := about[account](c).ID
	refused := change(c.ctx(), c.me(), who)
	if refused != nil && !errors.Is(refused, people.ErrStatus) {
		return Person{}, refused
	}
	now, err := a.detailed(c.ctx(), who)
	if err == nil && now.Status != to {
		err = people.ErrStatus
	}
	return now, err
}

func personOf(p people.Person) Person {
	return Person{ID: p.ID, Login: p.Login, Name: p.Name, Language: p.Language, Zone: p.Zone, Status: p.Status, MadeAt: p.MadeAt, Version: p.Version}
}

package policy

import (
	"context"
	"strings"

	"preceptor/internal/people"
)

// Way is how an actor came in.
type Way string

// The ways in.
const (
	BySession Way = "session"
	ByToken   Way = "token"
	ByCommand Way = "command" // somebody at the machine's own command line
	ByJob     Way = "job"     // work done later in a person's name
)

// Actor is who asks, with all roles as they stand at this moment.
type Actor struct {
	Person    people.ID
	Way       Way
	Scopes    []people.Scope // of the API token, when Way is ByToken
	Suspended bool           // or erased
	Roles     []people.Role
	Courses   map[people.CourseID][]people.Role
}

// Of makes the actor of a presence.
func Of(p people.Presence) Actor {
	actor := Actor{Person: p.Person, Way: ByJob, Suspended: p.Status != people.Active, Roles: p.Roles, Courses: p.Courses}
	switch {
	case p.Token != "":
		actor.Way, actor.Scopes = ByToken, p.Scopes
	case p.Session != "":
		actor.Way = BySession
	}
	return actor
}

// Doors are the two ways in over the network; *people.Service is both.
type Doors interface {
	Enter(ctx context.Context, token string) (people.Presence, error)
	EnterWithToken(ctx context.Context, secret string) (people.Presence, error)
}

// Resolve tells who stands behind a credential, a session's token or an API
// token, in one query. Its errors are those of package people: ErrSignIn, ErrSuspended.
func Resolve(ctx context.Context, doors Doors, credential string) (Actor, people.Presence, error) {
	enter := doors.Enter
	if strings.HasPrefix(credential, people.TokenPrefix) {
		enter = doors.EnterWithToken
	}
	presence, err := enter(ctx, credential)
	if err != nil {
		return Actor{}, people.Presence{}, err
	}
	return Of(presence), presence, nil
}

// operator and installation are no accounts: their names are no identifiers, so
// they can own nothing and learn in no course.
const (
	operator     people.ID = "operator"
	installation people.ID = "installation"
)

// Operator is who works at the command line of the machine. Such a person could
// open the database anyway; the rules keep the commands themselves from
// showing what administrators and governance officers may not see.
func Operator() Actor {
	return Actor{Person: operator, Way: ByCommand, Roles: []people.Role{people.Administrator, people.GovernanceOfficer}}
}

// TheInstallation is the program at its own work, for nobody in particular:
// filling the search index, for example.
func TheInstallation() Actor { return Actor{Person: installation, Way: ByJob} }

package people

import "slices"

// Presence answers "who is asking?": a person with all roles as they stand at
// this moment, and the way in.
type Presence struct {
	Person   ID
	Login    string
	Name     string
	Language string
	Zone     string
	Status   Status
	Roles    []Role              // in the installation, sorted
	Courses  map[CourseID][]Role // in courses, each sorted

	Session   SessionID // empty unless a session was shown
	RotateDue bool      // privileges changed since; the face rotates the session
	Token     TokenID   // empty unless an API token was shown
	Scopes    []Scope   // of the API token
}

// Has says whether the person holds the role in the installation.
func (p Presence) Has(r Role) bool { return slices.Contains(p.Roles, r) }

// Is says whether the person holds the role in the course.
func (p Presence) Is(r Role, course CourseID) bool { return slices.Contains(p.Courses[course], r) }

package people

import (
	"errors"
	"fmt"
	"slices"
)

// Role is what a person is, in the installation or in one course.
type Role string

// The eight roles.
const (
	Learner           Role = "learner"            // practises and is assessed
	Educator          Role = "educator"           // writes, teaches and marks
	Examiner          Role = "examiner"           // runs stations
	Supervisor        Role = "supervisor"         // debriefs a learner's use of AI
	CurriculumLead    Role = "curriculum_lead"    // answers for courses and their coverage
	GovernanceOfficer Role = "governance_officer" // policy, privacy, audits
	Administrator     Role = "administrator"      // accounts and settings
	Researcher        Role = "researcher"         // de-identified data only
)

// ErrRole is returned for a role that does not exist or has no meaning there.
var ErrRole = errors.New("no such role here")

var (
	allRoles    = []Role{Learner, Educator, Examiner, Supervisor, CurriculumLead, GovernanceOfficer, Administrator, Researcher}
	courseRoles = []Role{Learner, Educator, Examiner, Supervisor, CurriculumLead}
)

// Roles lists all roles; each may be held in the installation.
func Roles() []Role { return slices.Clone(allRoles) }

// CourseRoles lists the roles that may be held in one course.
func CourseRoles() []Role { return slices.Clone(courseRoles) }

func checkRole(r Role) error       { return oneOf(r, allRoles) }
func checkCourseRole(r Role) error { return oneOf(r, courseRoles) }

func oneOf(r Role, roles []Role) error {
	if !slices.Contains(roles, r) {
		return fmt.Errorf("%q: %w", string(r), ErrRole)
	}
	return nil
}

package pages

import (
	"slices"

	"preceptor/internal/people"
	"preceptor/internal/web/view"
)

// roleNames ties the roles of accounts to those of the pages.
var roleNames = map[people.Role]view.Role{
	people.Learner: view.Learner, people.Educator: view.Educator, people.Examiner: view.Examiner, people.Supervisor: view.Supervisor,
	people.CurriculumLead: view.CurriculumLead, people.GovernanceOfficer: view.Governance,
	people.Administrator: view.Administrator, people.Researcher: view.Researcher,
}

func viewRole(r people.Role) view.Role { return roleNames[r] }

func roleOf(r view.Role) people.Role {
	for role, name := range roleNames {
		if name == r {
			return role
		}
	}
	return ""
}

// rolesOf are all roles of a person, in the installation and in any course, in
// the order in which pages show them.
func rolesOf(p people.Presence) []view.Role {
	held := map[view.Role]bool{}
	for _, r := range p.Roles {
		held[viewRole(r)] = true
	}
	for _, roles := range p.Courses {
		for _, r := range roles {
			held[viewRole(r)] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(view.Roles), func(r view.Role) bool { return !held[r] })
}

package web

import (
	"slices"

	"preceptor/internal/web/view"
)

func (s *Shell) homeRoutes() []Route {
	return []Route{
		{Method: "GET", Pattern: "/{$}", Action: Own, Handler: s.home},
	}
}

// home shows the first page of the role asked for, or of the person's first role.
func (s *Shell) home(v *Visit) error {
	if len(v.Actor.Roles) == 0 {
		return ErrForbidden
	}
	role := v.Actor.Roles[0]
	if wanted := view.Role(v.Query("as")); slices.Contains(v.Actor.Roles, wanted) {
		role = wanted
	}
	home, err := s.services.Homes.Home(v.Context(), *v.Actor, role)
	if err != nil {
		return err
	}
	home.Role, home.Roles = role, v.Actor.Roles
	return v.Show(Page{Name: "home", Title: v.Say("home.title"), Nav: "home"}, home)
}

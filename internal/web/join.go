package web

import (
	"net/http"

	"preceptor/internal/web/view"
)

func (s *Shell) joinRoutes() []Route {
	return []Route{
		{Method: "GET", Pattern: "/join/{id}", Action: Public, Handler: s.showJoin},
		{Method: "POST", Pattern: "/join/{id}", Action: Public, Handler: s.join},
	}
}

func (s *Shell) showJoin(v *Visit) error { return s.joinPage(v, http.StatusOK, view.Form{}) }

func (s *Shell) joinPage(v *Visit, status int, form view.Form) error {
	join, err := s.services.Joining.Invitation(v.Context(), v.ID())
	if err != nil {
		return err
	}
	join.Form = form
	if form.Values == nil {
		join.Form.Values = map[string]string{"name": join.Name}
	}
	return v.Show(Page{Name: "join", Title: v.Say("join.title"), Status: status}, join)
}

func (s *Shell) join(v *Visit) error {
	if err := v.Parse(); err != nil {
		return err
	}
	door := "join " + s.Address(v.Request)
	if s.signIns.spent(door) {
		return ErrTooMany
	}
	name, password := v.Field("name"), v.Request.PostFormValue("password")
	session, err := s.services.Joining.Accept(v.Context(), v.ID(), name, password, v.Device())
	if invalid, ok := view.AsInvalid(err); ok {
		form := view.Form{Values: map[string]string{"name": name}, Errors: invalid.Fields}
		return s.joinPage(v, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		s.signIns.allow(door) // counts: a whole year may join from one lecture hall, but nobody tries links
		return err
	}
	v.enter(session)
	return v.Go("/")
}

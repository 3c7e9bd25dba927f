package web

import (
	"errors"
	"net/http"

	"preceptor/internal/web/view"
)

func (s *Shell) signInRoutes() []Route {
	return []Route{
		{Method: "GET", Pattern: "/sign-in", Action: Public, Handler: s.showSignIn},
		{Method: "POST", Pattern: "/sign-in", Action: Public, Handler: s.signIn},
		{Method: "POST", Pattern: "/sign-in/demo", Action: Public, Handler: s.demoSignIn},
		{Method: "POST", Pattern: "/sign-out", Action: Own, Handler: s.signOut},
	}
}

func (s *Shell) showSignIn(v *Visit) error {
	next := safeNext(v.Query("next"))
	if v.Actor != nil {
		return v.Go(next)
	}
	return s.signInPage(v, http.StatusOK, next, view.Form{})
}

// signInPage shows the form, again after a refusal; the password is never shown again.
func (s *Shell) signInPage(v *Visit, status int, next string, form view.Form) error {
	demo, err := s.services.Sessions.DemoPeople(v.Context())
	if err != nil {
		return err
	}
	page := Page{Name: "sign-in", Title: v.Say("signin.title"), Status: status}
	return v.Show(page, view.SignIn{Form: form, Next: next, Passkeys: s.services.Passkeys != nil, Demo: demo})
}

// signIn leaves it to the service to slow guessing down: only it knows which
// tries were wrong, and a whole ward may sit behind one address.
func (s *Shell) signIn(v *Visit) error {
	if err := v.Parse(); err != nil {
		return err
	}
	email, next := v.Field("email"), safeNext(v.Field("next"))
	session, err := s.services.Sessions.SignIn(v.Context(), email, v.Request.PostFormValue("password"), v.Device())
	if errors.Is(err, ErrWrongPassword) {
		form := view.Form{Values: map[string]string{"email": email}, Errors: map[string]string{"": "signin.wrong"}}
		return s.signInPage(v, http.StatusUnprocessableEntity, next, form)
	}
	if err != nil {
		return err
	}
	v.enter(session)
	return v.Go(next)
}

func (s *Shell) demoSignIn(v *Visit) error {
	if err := v.Parse(); err != nil {
		return err
	}
	session, err := s.services.Sessions.DemoSignIn(v.Context(), v.Field("person"), v.Device())
	if err != nil {
		return err
	}
	v.enter(session)
	return v.Go(safeNext(v.Field("next")))
}

func (s *Shell) signOut(v *Visit) error {
	if err := s.services.Sessions.SignOut(v.Context(), v.token); err != nil {
		return err
	}
	s.dropCookie(v.writer, sessionCookie)
	return v.Go("/sign-in")
}

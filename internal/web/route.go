package web

import (
	"net/http"
)

// Route is one way in. Every route is a value, so that a test can walk them
// all and fail on one that nobody guards.
type Route struct {
	Method  string
	Pattern string // path of net/http's ServeMux; the object's id is {id}
	Action  string // what the policy is asked; Public and Own are special
	Kind    string // kind of the object whose id is in the path; empty for none
	Handler Handler
	MaxBody int64 // bytes; 0 means the ordinary limit
}

// Handler answers one visit. What it returns as an error becomes words once, in the shell.
type Handler func(*Visit) error

// Object is what an action is about.
type Object struct {
	Kind string
	ID   string
}

// ordinaryBody is the limit of a posted form: a long turn with room to spare.
const ordinaryBody = 64 << 10

// Routes lists every way in to the pages.
func (s *Shell) Routes() []Route {
	var all []Route
	for _, part := range [][]Route{
		s.signInRoutes(), s.passkeyRoutes(), s.joinRoutes(), s.homeRoutes(), s.caseRoutes(), s.encounterRoutes(),
		s.reviewRoutes(), s.madeRoutes(), s.ledgerRoutes(), s.peopleRoutes(), s.settingsRoutes(),
		s.tokenRoutes(), s.lookRoutes(), s.plainRoutes(), s.eventRoutes(), s.extra,
	} {
		all = append(all, part...)
	}
	return all
}

// mux puts the routes behind their guard. A path that exists under another
// method answers 405, any other path 404, both as pages.
func (s *Shell) mux() *http.ServeMux {
	mux := http.NewServeMux()
	for _, route := range s.Routes() {
		mux.Handle(route.Method+" "+route.Pattern, s.guard(route))
	}
	return mux
}

// guard asks who is there and whether they may, then lets the handler answer.
func (s *Shell) guard(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limit := route.MaxBody
		if limit == 0 {
			limit = ordinaryBody
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		v := s.visit(w, r)
		if err := s.admit(v, route); err != nil {
			s.fault(v, err)
			return
		}
		if err := route.Handler(v); err != nil {
			s.fault(v, err)
		}
	})
}

// admit is the one check in front of every handler.
func (s *Shell) admit(v *Visit, route Route) error {
	if v.sessionFault != nil {
		return v.sessionFault
	}
	if route.Action == Public {
		return nil
	}
	if v.Actor == nil {
		return ErrSignIn
	}
	if route.Action == Own {
		return nil
	}
	object := Object{Kind: route.Kind, ID: v.Request.PathValue("id")}
	return s.services.Policy.Allow(v.Context(), *v.Actor, route.Action, object)
}

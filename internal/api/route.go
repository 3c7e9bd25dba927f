package api

import (
	"net/http"
	"reflect"

	"preceptor/internal/policy"
)

// Public is the action of a route that says nothing about anybody. Only the
// description of the API is public.
const Public policy.Action = "public"

// Route is one way in.
type Route struct {
	Method  string
	Pattern string // of net/http's ServeMux, with Prefix
	ID      string // operationId, which client generators turn into a name
	Group   string // the tag under which it is documented
	Summary string
	Doc     string // what the summary leaves open; may be empty

	// Action is what the policy is asked.
	Action policy.Action
	// Query are the parameters; others are refused.
	Query []Parameter
	// In and Out are the bodies; the zero Body is none.
	In, Out Body
	// Status of success; 0 means 200, or 204 without Out.
	Status int
	// Versioned routes change something and want If-Match.
	Versioned bool

	about  finder // nil: the route lists what the action's scope holds
	decode func(*Call, []byte) error
	handle func(*Call) error
}

// Body is the type of a request or an answer, with an example.
type Body struct {
	Type    reflect.Type
	Example any
	Media   string // empty: application/json
	Doc     string
}

// finder finds what the action of a call would be done to.
type finder func(*Call) (Thing, error)

// Thing is something that the policy is asked about.
type Thing interface {
	Object() policy.Object
}

// plain is a thing that is nothing but an object of the policy.
type plain policy.Object

// Object is the plain object itself.
func (p plain) Object() policy.Object { return policy.Object(p) }

// whole finds the one thing of its kind, such as the ledger.
func whole(kind policy.Kind) finder {
	return func(*Call) (Thing, error) { return plain{Kind: kind}, nil }
}

// Lists tells whether the route answers with what the action's scope holds,
// instead of asking about one thing.
func (r Route) Lists() bool { return r.about == nil && r.Action != Public }

// Succeeds is the status of success.
func (r Route) Succeeds() int {
	switch {
	case r.Status != 0:
		return r.Status
	case r.Out.Type == nil && r.Out.Media == "":
		return http.StatusNoContent
	}
	return http.StatusOK
}

// answers completes a route whose request has no body.
func answers[Out any](r Route, example Out, handle func(*Call) (Out, error)) Route {
	r.Out.Type, r.Out.Example = reflect.TypeFor[Out](), example
	r.handle = func(c *Call) error {
		out, err := handle(c)
		if err != nil {
			return err
		}
		return c.answer(out)
	}
	return r
}

// takes completes a route that takes a body.
func takes[In, Out any](r Route, in In, out Out, handle func(*Call, In) (Out, error)) Route {
	r.In.Type, r.In.Example = reflect.TypeFor[In](), in
	r.decode = func(c *Call, raw []byte) (err error) {
		c.in, err = decode[In](raw)
		return err
	}
	return answers(r, out, func(c *Call) (Out, error) { return handle(c, taken[In](c)) })
}

// does completes a route that answers with nothing.
func does(r Route, handle func(*Call) error) Route {
	r.handle = func(c *Call) error {
		if err := handle(c); err != nil {
			return err
		}
		c.writer.WriteHeader(http.StatusNoContent)
		return nil
	}
	return r
}

// streams completes a route that writes its answer itself.
func streams(r Route, media, example string, handle func(*Call) error) Route {
	r.Out.Media, r.Out.Example = media, example
	r.handle = handle
	return r
}

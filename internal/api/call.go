package api

import (
	"context"
	"net/http"
	"net/url"

	"preceptor/internal/people"
	"preceptor/internal/policy"
)

// Call is one request on its way through a route.
type Call struct {
	*http.Request
	api    *API
	route  *Route
	writer http.ResponseWriter

	presence people.Presence
	actor    policy.Actor
	query    url.Values
	in       any              // the body, of type route.In.Type
	thing    Thing            // what route.about found
	scope    policy.Predicate // what a route that lists may show
}

func (c *Call) ctx() context.Context { return c.Request.Context() }

// id is the identifier in the path.
func (c *Call) id() string { return c.PathValue("id") }

// me is the person who calls.
func (c *Call) me() people.ID { return c.presence.Person }

// taken is the body that was read.
func taken[In any](c *Call) In {
	in, _ := c.in.(In)
	return in
}

// about is the thing that was found and about which the policy said yes.
func about[T Thing](c *Call) T {
	thing, _ := c.thing.(T)
	return thing
}

// allow asks the policy once more, about something that only the handler knows.
func (c *Call) allow(action policy.Action, object policy.Object) error {
	return c.api.Policy.Allow(c.ctx(), c.actor, action, object)
}

// scopeOf is what the caller may do the action to, as a condition.
func (c *Call) scopeOf(action policy.Action, kind policy.Kind) (policy.Predicate, error) {
	return c.api.Policy.Scope(c.ctx(), c.actor, action, kind)
}

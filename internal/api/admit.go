package api

import (
	"errors"

	"preceptor/internal/policy"
)

// admit is the one check in front of every handler. It finds the thing and asks
// the policy; who may not even see the thing is told that there is none.
func (a *API) admit(c *Call) error {
	switch {
	case c.route.Action == Public:
		return nil
	case c.route.Lists():
		return a.admitToList(c)
	}
	thing, err := c.route.about(c)
	if err != nil {
		return a.missing(c, err)
	}
	if err := c.allow(c.route.Action, thing.Object()); err != nil {
		return a.hide(c, thing.Object(), err)
	}
	c.thing = thing
	return nil
}

// admitToList finds what the caller may see. When that is nothing, whatever
// there is, the list is empty, or the policy says what is wrong with the caller.
func (a *API) admitToList(c *Call) (err error) {
	meta, _ := policy.MetaOf(c.route.Action)
	c.scope, err = c.scopeOf(c.route.Action, meta.Kind)
	if err != nil || !c.scope.Never() {
		return err
	}
	if denied := c.allow(c.route.Action, policy.Object{Kind: meta.Kind}); aboutCaller(denied) {
		return denied
	}
	return nil
}

// missing keeps those from searching who may not act at all: a token without
// the scope hears of the scope, whether the thing exists or not.
func (a *API) missing(c *Call, cause error) error {
	meta, _ := policy.MetaOf(c.route.Action)
	if denied := c.allow(c.route.Action, policy.Object{Kind: meta.Kind}); aboutCaller(denied) {
		return denied
	}
	return cause
}

// aboutCaller tells whether a refusal is about the caller alone.
func aboutCaller(err error) bool {
	var denied *policy.Denied
	if !errors.As(err, &denied) {
		return false
	}
	switch denied.Reason {
	case policy.ReasonSignIn, policy.ReasonSuspended, policy.ReasonScope:
		return true
	}
	return false
}

// reads is the action that lets somebody see a thing of a kind at all.
var reads = map[policy.Kind]policy.Action{
	policy.Person: policy.PersonRead, policy.Token: policy.TokenRead, policy.Course: policy.CourseRead,
	policy.Case: policy.CaseOpen, policy.Encounter: policy.EncounterRead,
	policy.Mark: policy.MarkRead, policy.Record: policy.RecordRead, policy.Job: policy.JobRead,
}

// hide keeps from telling whether somebody else's thing exists. What belongs to
// a course as a whole is as visible as the course.
func (a *API) hide(c *Call, object policy.Object, denied error) error {
	if object.Kind == policy.Cohort || object.Kind == policy.Enrolment {
		object = policy.Object{Kind: policy.Course, ID: string(object.Course)}
	}
	read, hidden := reads[object.Kind]
	if !hidden || object.ID == "" || aboutCaller(denied) {
		return denied
	}
	if c.allow(read, object) != nil {
		return errNothing
	}
	return denied
}

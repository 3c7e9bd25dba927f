package pages

import (
	"context"
	"errors"
	"fmt"

	"preceptor/internal/encounter"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/web"
)

// gatekeeper asks the policy on behalf of the route table.
type gatekeeper struct{ desk }

// question is what a page's action means to the policy.
type question struct {
	action policy.Action
	kind   policy.Kind
}

// questions: most actions of the pages bear the policy's name. Those that stand
// here are asked about another object than the one in the path.
var questions = map[string]question{
	// The door of a case shows none of its answers.
	web.ActionCaseRead: {policy.CaseOpen, policy.Case},
	// What the encounter may be used for is in the form; it is asked again with it.
	web.ActionEncounter: {policy.CaseOpen, policy.Case},
	web.ActionReview:    {policy.MarkRead, policy.Mark},
	web.ActionOverrule:  {policy.MarkOverrule, policy.Mark},
	web.ActionSign:      {policy.MarkSign, policy.Mark},
}

// Allow finds the object and asks. Who may not even see an object is told that
// there is none.
func (g gatekeeper) Allow(ctx context.Context, actor web.Actor, action string, object web.Object) error {
	q, other := questions[action]
	if !other {
		q.action = policy.Action(action)
		meta, known := policy.MetaOf(q.action)
		if !known {
			return fmt.Errorf("%w: %q is no action", web.ErrForbidden, action)
		}
		q.kind = meta.Kind
	}
	about, err := g.find(ctx, q.kind, object.ID)
	if err != nil {
		return words(err)
	}
	if err := g.Policy.Allow(ctx, actorOf(actor), q.action, about); err != nil {
		return hide(err, object)
	}
	return nil
}

// hide keeps from telling whether somebody else's object exists: the refusal
// is not found, and nothing else beside it that a page has words for.
func hide(err error, object web.Object) error {
	if errors.Is(err, policy.ErrDenied) && (object.Kind == web.KindEncounter || object.Kind == web.KindMade) {
		return fmt.Errorf("%w: %w", web.ErrNotFound, err)
	}
	return words(err)
}

func (g gatekeeper) find(ctx context.Context, kind policy.Kind, id string) (policy.Object, error) {
	switch kind {
	case policy.Case:
		listed, err := g.Cases.Find(ctx, id)
		return listed.Object(), err
	case policy.Encounter, policy.Mark:
		return g.encounterAs(ctx, kind, encounter.ID(id))
	case policy.Made:
		of, _ := splitRef(id)
		return g.encounterAs(ctx, kind, of)
	case policy.Person:
		if id == "" {
			return policy.Object{Kind: policy.Person}, nil
		}
		_, err := g.App.People.Person(ctx, people.ID(id))
		return policy.Object{Kind: policy.Person, ID: id}, err
	}
	return policy.Object{Kind: kind}, nil
}

func (g gatekeeper) encounterAs(ctx context.Context, kind policy.Kind, id encounter.ID) (policy.Object, error) {
	e, err := g.Encounters.Get(ctx, id)
	object := e.Object()
	object.Kind = kind
	return object, err
}

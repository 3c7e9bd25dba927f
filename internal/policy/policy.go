package policy

import (
	"context"
	"sync/atomic"

	"github.com/cedar-policy/cedar-go"
)

// Policy answers questions by the rules. It is safe for use by several goroutines.
type Policy struct {
	source RuleSource
	book   atomic.Pointer[ruleBook]
}

// New reads and checks the rules of the source. A fault in them is an error
// here, never at a question.
func New(ctx context.Context, source RuleSource) (*Policy, error) {
	p := &Policy{source: source}
	return p, p.Reload(ctx)
}

// Reload reads the rules anew, for example when an event says that they
// changed. Faulty rules are refused and the old ones stay.
func (p *Policy) Reload(ctx context.Context) error {
	texts, err := p.source.Rules(ctx)
	if err != nil {
		return err
	}
	book, err := compile(texts)
	if err != nil {
		return err
	}
	p.book.Store(book)
	return nil
}

// Allow returns nil when the actor may do the action to the object, and a
// *Denied, which is an ErrDenied, otherwise. Whatever cannot be decided is denied.
func (p *Policy) Allow(_ context.Context, actor Actor, action Action, object Object) error {
	meta, known := metaOf[action]
	if !known {
		return undecided(action, ErrUndecided)
	}
	if actor.Person == "" {
		return &Denied{Action: action, Reason: ReasonSignIn}
	}
	object, err := object.check(meta)
	if err != nil {
		return undecided(action, err)
	}
	question := ask(actor, meta)
	question.add(object)
	return p.decide(action, question)
}

// decide lets Cedar decide. A rule that fails to evaluate might have been one
// that forbids, so any failure means no.
func (p *Policy) decide(action Action, q question) error {
	chapter := p.book.Load().byAction[action]
	decision, diagnostic := cedar.Authorize(chapter.set, q.entities, q.request)
	if len(diagnostic.Errors) > 0 {
		return undecided(action, ErrUndecided)
	}
	if decision == cedar.Allow {
		return nil
	}
	var reasons []Reason
	for _, forbidding := range diagnostic.Reasons {
		reasons = append(reasons, Reason(chapter.set.Get(forbidding.PolicyID).Annotations()["reason"]))
	}
	return &Denied{Action: action, Reason: weightiest(reasons)}
}

// Count is the number of rules in force.
func (p *Policy) Count() int {
	seen := map[string]bool{}
	for _, chapter := range p.book.Load().byAction {
		for id := range chapter.set.All() {
			seen[string(id)] = true
		}
	}
	return len(seen)
}

package policy

import (
	"context"
	"fmt"

	"github.com/cedar-policy/cedar-go/x/exp/ast"
	"github.com/cedar-policy/cedar-go/x/exp/eval"
)

// Scope gives the objects of a kind to which the actor may do the action, as an
// SQL condition over the kind's table. A question that cannot be decided gives
// a condition that nothing meets, and an error.
func (p *Policy) Scope(_ context.Context, actor Actor, action Action, kind Kind) (Predicate, error) {
	meta, known := metaOf[action]
	if !known || meta.Kind != kind || kinds[kind].table == "" {
		return predicate(never), fmt.Errorf("%w: %s has no list of %s", ErrUndecided, action, kind)
	}
	if actor.Person == "" {
		return predicate(never), nil
	}
	residue, err := p.residue(ask(actor, meta), meta)
	if err != nil {
		return predicate(never), err
	}
	return predicate(residue), nil
}

// residue is what remains of the rules once the actor is known: any rule that
// permits, and none that forbids.
func (p *Policy) residue(q question, meta Meta) (clause, error) {
	env := eval.Env{Entities: q.entities, Principal: q.request.Principal, Action: q.request.Action,
		Resource: eval.Variable("resource"), Context: q.request.Context}
	permitted, forbidden := never, never
	for _, rule := range p.book.Load().byAction[meta.Action].rules {
		left, keep := eval.PartialPolicy(env, rule.ast)
		if !keep {
			continue
		}
		condition, err := translation(kinds[meta.Kind]).conditions(left)
		if err != nil {
			return never, fmt.Errorf("%q: %w", rule.id, err)
		}
		if rule.ast.Effect == ast.EffectForbid {
			forbidden = either(forbidden, condition)
		} else {
			permitted = either(permitted, condition)
		}
	}
	return both(permitted, opposite(forbidden)), nil
}

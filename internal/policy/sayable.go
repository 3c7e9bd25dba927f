package policy

import (
	"fmt"

	"github.com/cedar-policy/cedar-go/x/exp/ast"
)

// sayable refuses a rule that SQL could not say after the actor is known, so
// that Scope never meets one. Rules about models have no lists and are free.
func sayable(p *ast.Policy, action Action) error {
	if action == modelUse {
		return nil
	}
	if _, all := p.Resource.(ast.ScopeTypeAll); !all {
		return fmt.Errorf("%w: write conditions on the resource after when", ErrUndecided)
	}
	var fault error
	columns := kinds[metaOf[action].Kind].columns
	for _, condition := range p.Conditions {
		ast.Inspect(ast.NewNode(condition.Body), func(n ast.IsNode) bool {
			if err := sayableNode(n, columns); err != nil && fault == nil {
				fault = fmt.Errorf("for %s: %w", action, err)
			}
			return true
		})
	}
	return fault
}

func sayableNode(n ast.IsNode, columns columns) error {
	switch n := n.(type) {
	case nil, ast.NodeValue, ast.NodeTypeSet, ast.NodeTypeVariable,
		ast.NodeTypeAnd, ast.NodeTypeOr, ast.NodeTypeNot, ast.NodeTypeEquals, ast.NodeTypeNotEquals, ast.NodeTypeContains,
		ast.NodeTypeContainsAny, ast.NodeTypeIsEmpty:
		return nil
	case ast.NodeTypeAccess:
		if _, known := columns[attribute(n.Value)]; isResource(n.Arg) && !known {
			return fmt.Errorf("%w: the kind has no attribute %s", ErrUndecided, n.Value)
		}
		return nil
	}
	return fmt.Errorf("%w: %T has no words in SQL", ErrUndecided, n)
}

func isResource(n ast.IsNode) bool {
	v, ok := n.(ast.NodeTypeVariable)
	return ok && v.Name == "resource"
}

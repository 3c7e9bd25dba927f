package policy

import (
	"fmt"
	"slices"

	"github.com/cedar-policy/cedar-go/types"
	"github.com/cedar-policy/cedar-go/x/exp/ast"
)

// translation turns what is left of a rule into SQL over the columns of a kind.
type translation shape

// conditions joins all when and unless of a rule.
func (t translation) conditions(p *ast.Policy) (clause, error) {
	all := always
	for _, c := range p.Conditions {
		one, err := t.formula(c.Body)
		if err != nil {
			return never, err
		}
		if c.Condition == ast.ConditionUnless {
			one = opposite(one)
		}
		all = both(all, one)
	}
	return all, nil
}

func (t translation) formula(n ast.IsNode) (clause, error) {
	switch n := n.(type) {
	case ast.NodeValue:
		return constant(n)
	case ast.NodeTypeAnd:
		return t.join(both, n.Left, n.Right)
	case ast.NodeTypeOr:
		return t.join(either, n.Left, n.Right)
	case ast.NodeTypeNot:
		inner, err := t.formula(n.Arg)
		return opposite(inner), err
	case ast.NodeTypeEquals:
		return t.equal(n.Left, n.Right)
	case ast.NodeTypeNotEquals:
		equal, err := t.equal(n.Left, n.Right)
		return opposite(equal), err
	case ast.NodeTypeContains:
		return t.contains(n.Left, n.Right)
	}
	return never, fmt.Errorf("%w: %T has no words in SQL", ErrUndecided, n)
}

func constant(n ast.NodeValue) (clause, error) {
	switch n.Value {
	case types.True:
		return always, nil
	case types.False:
		return never, nil
	}
	return never, fmt.Errorf("%w: %v is neither true nor false", ErrUndecided, n.Value)
}

func (t translation) join(with func(a, b clause) clause, left, right ast.IsNode) (clause, error) {
	a, err := t.formula(left)
	if err != nil {
		return never, err
	}
	b, err := t.formula(right)
	return with(a, b), err
}

func (t translation) equal(left, right ast.IsNode) (clause, error) {
	if _, ok := left.(ast.NodeValue); ok {
		left, right = right, left
	}
	value, ok := right.(ast.NodeValue)
	if !ok {
		return never, fmt.Errorf("%w: two attributes compared with each other", ErrUndecided)
	}
	return t.among(left, []types.Value{value.Value})
}

func (t translation) contains(set, element ast.IsNode) (clause, error) {
	value, ok := set.(ast.NodeValue)
	if !ok {
		return never, fmt.Errorf("%w: a set that depends on the object", ErrUndecided)
	}
	values, ok := value.Value.(types.Set)
	if !ok {
		return never, fmt.Errorf("%w: %v is not a set", ErrUndecided, value.Value)
	}
	return t.among(element, values.Slice())
}

// among says that an attribute has one of the values.
func (t translation) among(n ast.IsNode, values []types.Value) (clause, error) {
	attribute, err := attributeOf(n)
	if err != nil {
		return never, err
	}
	var words []string
	for _, v := range values {
		if word, fits := t.word(attribute, v); fits {
			words = append(words, word)
		}
	}
	slices.Sort(words)
	return oneOf(t.columns[attribute], words), nil
}

func attributeOf(n ast.IsNode) (attribute, error) {
	if isResource(n) {
		return itself, nil
	}
	if access, ok := n.(ast.NodeTypeAccess); ok && isResource(access.Arg) {
		return attribute(access.Value), nil
	}
	return "", fmt.Errorf("%w: %T is no attribute of the object", ErrUndecided, n)
}

// word is the text that the column holds for a value; a value of another type
// is equal to nothing there.
func (t translation) word(a attribute, v types.Value) (string, bool) {
	switch v := v.(type) {
	case types.String:
		return string(v), a == purpose || a == status
	case types.EntityUID:
		return string(v.ID), string(v.Type) == t.entityType(a)
	}
	return "", false
}

func (t translation) entityType(a attribute) string {
	switch a {
	case itself:
		return t.entity
	case owner:
		return "Person"
	case course:
		return "Course"
	}
	return ""
}

package policy

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"
	"github.com/cedar-policy/cedar-go/x/exp/ast"
	"github.com/cedar-policy/cedar-go/x/exp/schema"
	"github.com/cedar-policy/cedar-go/x/exp/schema/validate"
)

//go:embed rules
var embedded embed.FS

const schemaFile = "schema.cedarschema"

// RuleSource gives the texts of the rules by file name, the schema left out.
type RuleSource interface {
	Rules(ctx context.Context) (map[string]string, error)
}

// Embedded are the rules that the program carries.
type Embedded struct{}

// Rules reads the embedded files.
func (Embedded) Rules(context.Context) (map[string]string, error) {
	names, err := fs.Glob(embedded, "rules/*.cedar")
	if err != nil {
		return nil, fmt.Errorf("reading the rules: %w", err)
	}
	texts := make(map[string]string, len(names))
	for _, name := range names {
		text, err := embedded.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading the rules: %w", err)
		}
		texts[name] = string(text)
	}
	return texts, nil
}

// rule is one policy with its name.
type rule struct {
	id     string
	reason Reason
	ast    *ast.Policy
}

// ruleBook holds the checked rules, sorted by the action that they speak of.
type ruleBook struct {
	byAction map[Action]*chapter
}

// chapter is the rules about one action: as Cedar evaluates them, and as trees.
type chapter struct {
	set   *cedar.PolicySet
	rules []rule
}

// compile parses and checks the rules and sorts them.
func compile(texts map[string]string) (*ruleBook, error) {
	validator, err := newValidator()
	if err != nil {
		return nil, err
	}
	book := &ruleBook{byAction: map[Action]*chapter{}}
	for action := range metaOf {
		book.byAction[action] = &chapter{set: cedar.NewPolicySet()}
	}
	book.byAction[modelUse] = &chapter{set: cedar.NewPolicySet()}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		policies, err := cedar.NewPolicyListFromBytes(name, []byte(texts[name]))
		if err != nil {
			return nil, fmt.Errorf("reading the rules in %s: %w", name, err)
		}
		for _, policy := range policies {
			if err := book.add(validator, policy); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", name, policy.Position().Line, err)
			}
		}
	}
	return book, nil
}

func newValidator() (*validate.Validator, error) {
	text, err := embedded.ReadFile("rules/" + schemaFile)
	if err != nil {
		return nil, fmt.Errorf("reading the schema of the rules: %w", err)
	}
	var s schema.Schema
	s.SetFilename(schemaFile)
	if err := s.UnmarshalCedar(text); err != nil {
		return nil, fmt.Errorf("reading the schema of the rules: %w", err)
	}
	resolved, err := s.Resolve()
	if err != nil {
		return nil, fmt.Errorf("reading the schema of the rules: %w", err)
	}
	return validate.New(resolved), nil
}

// add checks one policy and files it under every action that it speaks of.
func (b *ruleBook) add(validator *validate.Validator, policy *cedar.Policy) error {
	annotations := policy.Annotations()
	r := rule{id: string(annotations["id"]), reason: Reason(annotations["reason"]), ast: (*ast.Policy)(policy.AST())}
	if r.id == "" {
		return fmt.Errorf("the rule has no @id")
	}
	if policy.Effect() == cedar.Forbid && !slices.Contains(byWeight, r.reason) {
		return fmt.Errorf("%q forbids without a @reason that the faces know", r.id)
	}
	if err := validator.Policy(r.id, r.ast); err != nil {
		return fmt.Errorf("%q does not fit the schema: %w", r.id, err)
	}
	for action, chapter := range b.byAction {
		if !speaksOf(r.ast.Action, action) {
			continue
		}
		if err := sayable(r.ast, action); err != nil {
			return fmt.Errorf("%q: %w", r.id, err)
		}
		if !chapter.set.Add(cedar.PolicyID(r.id), policy) {
			return fmt.Errorf("there are two rules %q", r.id)
		}
		chapter.rules = append(chapter.rules, r)
	}
	return nil
}

func speaksOf(scope ast.IsActionScopeNode, action Action) bool {
	uid := actionUID(action)
	switch s := scope.(type) {
	case ast.ScopeTypeAll:
		return true
	case ast.ScopeTypeEq:
		return s.Entity == uid
	case ast.ScopeTypeIn:
		return s.Entity == uid
	case ast.ScopeTypeInSet:
		return slices.Contains(s.Entities, uid)
	}
	return false
}

func actionUID(action Action) types.EntityUID {
	return types.NewEntityUID("Action", types.String(action))
}

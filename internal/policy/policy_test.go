package policy_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"preceptor/internal/people"
	"preceptor/internal/policy"
)

var ctx = context.Background()

func rules(t testing.TB) *policy.Policy {
	t.Helper()
	p, err := policy.New(ctx, policy.Embedded{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// textSource is a book of rules with one page.
type textSource string

func (s textSource) Rules(context.Context) (map[string]string, error) {
	return map[string]string{"test.cedar": string(s)}, nil
}

func reasonOf(err error) policy.Reason {
	var denied *policy.Denied
	if errors.As(err, &denied) {
		return denied.Reason
	}
	return ""
}

func TestEveryRefusalSaysWhy(t *testing.T) {
	p := rules(t)
	encounter := policy.Object{Kind: policy.Encounter, ID: "e", Owner: "ana", Course: "cardiology", Purpose: policy.Private}
	educator := policy.Actor{Person: "bo", Way: policy.BySession, Courses: map[people.CourseID][]people.Role{"cardiology": {people.Educator}}}
	suspended, token := educator, educator
	suspended.Suspended = true
	token.Way, token.Scopes = policy.ByToken, []people.Scope{people.CasesRead}
	for name, test := range map[string]struct {
		actor  policy.Actor
		action policy.Action
		object policy.Object
		want   policy.Reason
	}{
		"nobody":                     {policy.Actor{}, policy.EncounterRead, encounter, policy.ReasonSignIn},
		"a suspended person":         {suspended, policy.EncounterRead, encounter, policy.ReasonSuspended},
		"a token for something else": {token, policy.EncounterRead, encounter, policy.ReasonScope},
		"an educator at private":     {educator, policy.EncounterRead, encounter, policy.ReasonPrivate},
		"an educator at the ledger":  {educator, policy.LedgerRead, policy.Object{Kind: policy.Ledger}, policy.ReasonRole},
		"a judge of oneself":         {educator, policy.MarkOverrule, policy.Object{Kind: policy.Mark, Owner: "bo", Course: "cardiology", Purpose: policy.Shared}, policy.ReasonOwn},
		"an action of no meaning":    {educator, "case.burn", policy.Object{Kind: policy.Case}, policy.ReasonUndecided},
		"an object of another kind":  {educator, policy.CaseRead, encounter, policy.ReasonUndecided},
	} {
		err := p.Allow(ctx, test.actor, test.action, test.object)
		if !errors.Is(err, policy.ErrDenied) || reasonOf(err) != test.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An account without an id, an object without an owner and a case without a
// course have the same empty text; none of them may meet.
func TestEmptyNamesAreNobody(t *testing.T) {
	p := rules(t)
	stranger := policy.Actor{Person: "ana", Way: policy.BySession}
	for _, meta := range policy.Actions() {
		object := policy.Object{Kind: meta.Kind}
		if err := p.Allow(ctx, policy.Actor{Way: policy.BySession}, meta.Action, object); reasonOf(err) != policy.ReasonSignIn {
			t.Errorf("nobody at %s: %v", meta.Action, err)
		}
		everybodys := []policy.Action{policy.CaseList, policy.EventsFollow, policy.LedgerVerify, policy.PolicyRead}
		if err := p.Allow(ctx, stranger, meta.Action, object); (err == nil) != slices.Contains(everybodys, meta.Action) {
			t.Errorf("a stranger at %s: %v", meta.Action, err)
		}
	}
}

// An actor put together wrongly gains nothing by it.
func TestEmptyScopesAndCoursesOpenNothing(t *testing.T) {
	p := rules(t)
	token := policy.Actor{Person: "ana", Way: policy.ByToken, Scopes: []people.Scope{""}, Roles: people.Roles()}
	for _, meta := range policy.Actions() {
		object := policy.Object{Kind: meta.Kind, ID: "ana", Owner: "ana", Purpose: policy.Private}
		if err := p.Allow(ctx, token, meta.Action, object); reasonOf(err) != policy.ReasonScope {
			t.Errorf("%s with the empty scope: %v", meta.Action, err)
		}
	}
	everywhere := policy.Actor{Person: "ana", Way: policy.BySession, Courses: map[people.CourseID][]people.Role{"": people.CourseRoles()}}
	shared := policy.Object{Kind: policy.Encounter, Owner: "bo", Purpose: policy.Assessed}
	if err := p.Allow(ctx, everywhere, policy.EncounterRead, shared); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("a role in no course: %v", err)
	}
}

func TestRulesThatCannotBeTrustedAreRefused(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"nonsense":             {`permit me`, "reading the rules"},
		"no name":              {`permit (principal, action == Action::"case.read", resource);`, "no @id"},
		"two of one name":      {`@id("a") permit (principal, action == Action::"case.read", resource); @id("a") permit (principal, action == Action::"case.read", resource);`, "two rules"},
		"an unheard-of action": {`@id("a") permit (principal, action == Action::"case.burn", resource);`, "schema"},
		"a misspelt attribute": {`@id("a") permit (principal, action == Action::"case.read", resource) when { resource.ownr == principal };`, "schema"},
		"a wrong type":         {`@id("a") permit (principal, action == Action::"case.read", resource) when { resource.status == principal };`, "schema"},
		"no reason":            {`@id("a") forbid (principal, action == Action::"case.read", resource);`, "@reason"},
		"an odd reason":        {`@id("a") @reason("mood") forbid (principal, action == Action::"case.read", resource);`, "@reason"},
		"more than SQL says":   {`@id("a") permit (principal, action == Action::"case.read", resource) when { resource.status like "dr*" };`, "SQL"},
		"another's roles":      {`@id("a") permit (principal, action == Action::"person.read", resource) when { resource.suspended };`, "no attribute"},
	} {
		if _, err := policy.New(ctx, textSource(test.text)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// changing is a source whose text a test replaces.
type changing struct{ text string }

func (c *changing) Rules(context.Context) (map[string]string, error) {
	return map[string]string{"test.cedar": c.text}, nil
}

func TestFaultyRulesDoNotReplaceGoodOnes(t *testing.T) {
	source := &changing{`@id("a") permit (principal, action == Action::"policy.read", resource);`}
	p, err := policy.New(ctx, source)
	if err != nil {
		t.Fatal(err)
	}
	ask := func() error {
		return p.Allow(ctx, policy.Actor{Person: "ana"}, policy.PolicyRead, policy.Object{Kind: policy.Rules})
	}
	source.text = `permit everything`
	if err := p.Reload(ctx); err == nil || ask() != nil {
		t.Errorf("reloading gave %v, asking %v", err, ask())
	}
	source.text = ``
	if err := p.Reload(ctx); err != nil || !errors.Is(ask(), policy.ErrDenied) {
		t.Errorf("reloading gave %v, asking %v", err, ask())
	}
}

// A rule that stumbles might have been the one that forbids.
func TestARuleThatFailsMeansNo(t *testing.T) {
	text := `@id("a") permit (principal, action == Action::"model.use", resource);
		@id("b") @reason("level") forbid (principal, action == Action::"model.use", resource) when { context.level * 9223372036854775807 > 5 };`
	p, err := policy.New(ctx, textSource(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.AllowModel(ctx, policy.ModelUse{Actor: policy.TheInstallation(), Level: 3}); reasonOf(err) != policy.ReasonUndecided {
		t.Errorf("it gave %v", err)
	}
}

func TestTheTableOfActionsIsWhole(t *testing.T) {
	seen, granting := map[policy.Action]bool{}, map[people.Scope]bool{}
	for _, meta := range policy.Actions() {
		if seen[meta.Action] || meta.Kind == "" || meta.Does == "" {
			t.Errorf("the entry %+v is doubled or empty", meta)
		}
		seen[meta.Action] = true
		granting[meta.Scope] = true
		if meta.Scope != "" && !slices.Contains(people.Scopes(), meta.Scope) {
			t.Errorf("%s needs the scope %s, which no token can have", meta.Action, meta.Scope)
		}
	}
	for _, scope := range people.Scopes() {
		if !granting[scope] {
			t.Errorf("the scope %s lets a token do nothing", scope)
		}
	}
}

func BenchmarkAllow(b *testing.B) {
	p := rules(b)
	actor := policy.Actor{Person: "bo", Way: policy.BySession, Courses: map[people.CourseID][]people.Role{"cardiology": {people.Educator}}}
	object := policy.Object{Kind: policy.Encounter, ID: "e", Owner: "ana", Course: "cardiology", Purpose: policy.Shared}
	for b.Loop() {
		if err := p.Allow(ctx, actor, policy.EncounterRead, object); err != nil {
			b.Fatal(err)
		}
	}
}

package policy_test

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"preceptor/internal/people"
	"preceptor/internal/policy"
)

// anObject draws any object of a kind.
func anObject(t *rapid.T, kind policy.Kind) policy.Object {
	return policy.Object{Kind: kind, ID: "it",
		Owner:   rapid.SampledFrom(somePeople).Draw(t, "owner"),
		Course:  rapid.SampledFrom(someCourses).Draw(t, "course"),
		Purpose: rapid.SampledFrom(somePurposes).Draw(t, "purpose"),
		Status:  rapid.SampledFrom(someStatuses).Draw(t, "status"),
	}
}

// What is promised to everybody, whatever roles meet: these hold for all rules
// together, not only for the rows of the matrix.
func TestPromises(t *testing.T) {
	p := rules(t)
	content := []policy.Kind{policy.Encounter, policy.Mark, policy.Record, policy.Made}
	rapid.Check(t, func(t *rapid.T) {
		meta := rapid.SampledFrom(policy.Actions()).Draw(t, "action")
		actor, object := anActor(t, meta.Scope), anObject(t, meta.Kind)
		if p.Allow(ctx, actor, meta.Action, object) != nil {
			return
		}
		_, private := policy.ColumnsOf(meta.Kind)["purpose"]
		switch {
		case actor.Suspended:
			t.Fatal("a suspended person acted")
		case actor.Person == "":
			t.Fatal("nobody acted")
		case actor.Way == policy.ByToken && !slices.Contains(actor.Scopes, meta.Scope):
			t.Fatal("an API token did what it has no scope for")
		case private && object.Purpose == policy.Private && object.Owner != actor.Person:
			t.Fatal("private work was opened to another")
		case slices.Contains(content, meta.Kind) && object.Owner != actor.Person && len(actor.Courses[object.Course]) == 0:
			t.Fatal("a learner's work was opened by a role outside its course")
		case meta.Action == policy.MarkOverrule && object.Owner == actor.Person, meta.Action == policy.ReviewDecide && object.Owner == actor.Person:
			t.Fatal("somebody judged their own work")
		}
	})
}

// Administrators, governance officers and researchers see no learner's work,
// whatever purpose it has.
func TestOfficesOpenNoLearnersWork(t *testing.T) {
	p := rules(t)
	officer := policy.Actor{Person: "bo", Way: policy.BySession, Roles: people.Roles()}
	for _, meta := range policy.Actions() {
		if !slices.Contains([]policy.Kind{policy.Encounter, policy.Mark, policy.Record, policy.Made}, meta.Kind) {
			continue
		}
		for _, purpose := range somePurposes {
			for _, actor := range []policy.Actor{officer, policy.Operator(), policy.TheInstallation()} {
				object := policy.Object{Kind: meta.Kind, ID: "it", Owner: "ana", Course: "cardiology", Purpose: purpose}
				if err := p.Allow(ctx, actor, meta.Action, object); !errors.Is(err, policy.ErrDenied) {
					t.Errorf("%s, %s: %s may %s", actor.Person, actor.Way, meta.Action, meta.Does)
				}
			}
		}
	}
}

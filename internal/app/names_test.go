package app_test

import (
	"testing"
	"time"

	"preceptor/internal/app"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/encounter"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/review"
)

// Whoever follows one pseudonym through the ledger follows one person through
// everything: account, talks, marks, reviews and the erasure. Nobody has two.
func TestEverybodyHasOneNameInTheLedger(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		a := demo(t, url)
		amara, jonas, ruth := who(t, a, people.Learner), who(t, a, people.Educator), who(t, a, people.GovernanceOfficer)
		names := map[string]people.ID{}
		for _, d := range a.Demo() {
			person := must(a.People.PersonByLogin(ctx, d.Login)).ID
			names[string(must(a.Vault.Pseudonym(ctx, person)))] = person
		}
		aYear(t, a, amara, jonas)
		ok(t, a.Privacy.Erase(ctx, ruth, amara))

		by, about := map[deed]bool{}, map[deed]bool{}
		note := func(in map[deed]bool, leaf ledger.Leaf, name string) {
			person, known := names[name]
			if !known {
				t.Errorf("%s speaks of %s, whom nobody knows", leaf.Kind, name)
			}
			in[deed{leaf.Kind, person}] = true
		}
		for _, leaf := range leaves(t, a) {
			if leaf.Actor != ledger.System {
				note(by, leaf, string(leaf.Actor))
			}
			if leaf.Object.Kind == "person" {
				note(about, leaf, leaf.Object.ID)
			}
		}
		for _, want := range []deed{
			{"person.token_added", amara}, {"encounter.opened", amara}, {"encounter.turn", amara}, {"encounter.finished", amara},
			{"problem.reported", amara}, {"review.submitted", amara}, {"consent.given", amara},
			{"mark.overruled", jonas}, {"record.corrected", jonas}, {"review.approved", jonas}, {"privacy.erased", ruth},
		} {
			if !by[want] {
				t.Errorf("no %s by the one who did it", want.kind)
			}
		}
		for _, kind := range []ledger.Kind{"person.added", "person.role_granted", "person.token_added", "privacy.erased"} {
			if !about[deed{kind, amara}] {
				t.Errorf("no %s about the one whom it concerns", kind)
			}
		}
		if about[deed{"person.erased", amara}] {
			t.Error("the erasure is told twice")
		}
	})
}

// deed is a kind of entry together with a person in it.
type deed struct {
	kind   ledger.Kind
	person people.ID
}

// aYear is what a learner and an educator do that leaves entries.
func aYear(t *testing.T, a *app.App, learner, educator people.ID) {
	t.Helper()
	_, _, err := a.People.AddToken(ctx, learner, "laptop", []people.Scope{people.CasesRead}, time.Hour)
	ok(t, err)
	ok(t, a.Privacy.Give(ctx, learner, "research", "research/1"))
	e := consult(t, a, learner)
	ok(t, a.Encounters.Report(ctx, e.ID, learner, 0, "That cannot be right."))
	first := must(a.Encounters.Marks(ctx, e)).Results[0]
	ok(t, a.Encounters.Overrule(ctx, e.ID, educator, encounter.Overruling{Item: first.ID, Met: !first.IsMet(), Reason: "I saw it.", Line: -1, Version: e.Version}))
	r := must(a.Reviews.Open(ctx, review.Subject{Kind: "case", ID: "learners-own"}, "", learner, 1))
	r = must(a.Reviews.Decide(ctx, r.ID, review.Decision{Action: review.Submit, By: learner, Version: r.Version, Revision: 1}))
	must(a.Reviews.Decide(ctx, r.ID, review.Decision{Action: review.Approve, By: educator, Version: r.Version, Revision: r.Revision}))
}

package people_test

import (
	"context"
	"testing"

	"preceptor/internal/ledger"
	"preceptor/internal/people"
)

// entryBook refuses what the ledger would refuse.
type entryBook struct{ entries []ledger.Entry }

func (b *entryBook) Append(_ context.Context, e ledger.Entry) (ledger.LeafID, error) {
	b.entries = append(b.entries, e)
	return "", e.Validate()
}

// Every note that the service makes is one that the ledger takes.
func TestTheLedgerTakesEveryNote(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		admin, eve, course := c.person("root@example.org"), c.person("eve@example.org"), c.course("MED-301")
		c.must(c.Edit(ctx, eve.ID, eve.ID, eve.Version, people.Profile{Login: "eva@example.org", Name: "Eva"}))
		c.must(c.Grant(ctx, admin.ID, eve.ID, people.Researcher))
		c.must(c.Revoke(ctx, admin.ID, eve.ID, people.Researcher))
		c.must(c.Enrol(ctx, admin.ID, people.Enrolment{Person: eve.ID, Course: course.ID, Role: people.Learner}))
		c.must(c.Leave(ctx, admin.ID, eve.ID, course.ID, people.Learner))
		token, _, err := c.AddToken(ctx, eve.ID, "script", people.Scopes(), people.DefaultLifetimes.Absolute)
		c.must(err)
		c.must(c.RevokeToken(ctx, admin.ID, eve.ID, token.ID))
		phone := newAuthenticator(t)
		c.must(c.register(eve.ID, phone))
		c.must(c.RemovePasskey(ctx, eve.ID, eve.ID, got(c.Passkeys(ctx, eve.ID))(t)[0].ID))
		c.must(c.Suspend(ctx, admin.ID, eve.ID))
		c.must(c.Restore(ctx, admin.ID, eve.ID))
		book := &entryBook{}
		seen := map[string]bool{}
		for _, note := range c.notes.notes {
			seen[note.Kind] = true
			if err := people.NotesIn(book).Append(ctx, note); err != nil {
				t.Errorf("%s: %v", note.Kind, err)
			}
		}
		if len(seen) != 13 {
			t.Errorf("%d kinds of notes: %v", len(seen), seen)
		}
	})
}

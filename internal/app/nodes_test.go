package app_test

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"preceptor/internal/app"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/events"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/privacy"
)

// twoNodes are two servers of one installation on PostgreSQL; they share the keys.
func twoNodes(t *testing.T) (a, b *app.App) {
	t.Helper()
	a = demo(t, dbtest.PostgresURL(t))
	b = node(t, a.Config)
	for _, n := range []*app.App{a, b} {
		stop := run(t, n)
		t.Cleanup(stop)
		awake(t, a, n)
	}
	return a, b
}

// awake waits until a node hears what another one tells.
func awake(t *testing.T, teller, hearer *app.App) {
	t.Helper()
	heard := hearer.Events.Subscribe(1, func(e events.Event) bool { return e.Kind == "test.called" })
	defer heard.Close()
	soon(t, "the node is awake", func() bool {
		ok(t, teller.Events.Append(ctx, events.Event{Kind: "test.called", Subject: "everybody"}))
		select {
		case <-heard.Events():
			return true
		case <-time.After(100 * time.Millisecond):
			return false
		}
	})
}

func TestEventsOfOneNodeReachTheOther(t *testing.T) {
	a, b := twoNodes(t)
	heard := b.Events.Subscribe(16, func(e events.Event) bool { return e.Kind == "encounter.opened" })
	defer heard.Close()
	e := begin(a, who(t, a, people.Learner))
	select {
	case got := <-heard.Events():
		if got.Subject != string(e.ID) {
			t.Errorf("heard %+v", got)
		}
	case <-time.After(20 * time.Second):
		t.Error("the other node heard nothing")
	}
	if known, err := b.Encounters.Get(ctx, e.ID); err != nil || known.Learner != e.Learner {
		t.Errorf("the other node reads %+v, %v", known, err)
	}
}

// Both nodes write, number and sign at once; what comes out is one ledger, in
// which every entry stands once.
func TestTwoNodesKeepOneLedger(t *testing.T) {
	a, b := twoNodes(t)
	const each = 25
	var writers sync.WaitGroup
	for n, node := range []*app.App{a, b} {
		writers.Go(func() {
			for i := range each {
				login := fmt.Sprintf("learner-%d-%d@example.org", n, i)
				if _, err := node.People.Add(ctx, "", people.Profile{Login: login, Name: login}); err != nil {
					t.Error(err)
				}
				if _, err := node.Ledger.Checkpoint(ctx); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	added := map[string]int{}
	for n, leaf := range leaves(t, a) {
		if leaf.Index != int64(n) {
			t.Fatalf("entry %d has the number %d", n, leaf.Index)
		}
		if leaf.Kind == "person.added" {
			added[leaf.Object.ID]++
		}
	}
	if want := 2*each + len(a.Demo()); len(added) != want {
		t.Errorf("%d people were added, want %d", len(added), want)
	}
	var export bytes.Buffer
	last := must(b.Ledger.Export(ctx, &export))
	if _, err := ledger.Verify(&export, a.Signer.PublicKey(), must(a.Ledger.Latest(ctx)).Note); err != nil || last.Size < 2*each {
		t.Errorf("%d entries: %v", last.Size, err)
	}
}

// The other node holds her key in memory for a minute; it is told at once.
func TestAnErasureReachesTheOtherNodeAtOnce(t *testing.T) {
	a, b := twoNodes(t)
	amara := who(t, a, people.Learner)
	sealed := must(a.Vault.Seal(ctx, amara, column, "1", []byte("since Tuesday")))
	must(b.Vault.Open(ctx, amara, column, "1", sealed))
	ok(t, a.Privacy.Erase(ctx, "", amara))
	soon(t, "the other node forgets her key", func() bool {
		_, err := b.Vault.Open(ctx, amara, column, "1", sealed)
		return errors.Is(err, privacy.ErrErased)
	})
}

package drill

import (
	"crypto/rand"
	"log/slog"
	mathrand "math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"preceptor/internal/app"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/encounter"
	"preceptor/internal/id"
	"preceptor/internal/record"
)

// size is how large a drill is.
type size struct {
	talks   int
	devices int // at once
	kills   int // at least; fewer would prove little
}

func drillSize() size {
	if *full {
		return size{talks: 100, devices: 8, kills: 20}
	}
	return size{talks: 24, devices: 6, kills: 4}
}

func TestNoAcknowledgedTurnIsLostOrDoubledWhenTheServerIsKilled(t *testing.T) {
	for engine, url := range map[string]func(testing.TB) string{
		"sqlite":   func(testing.TB) string { return "" },
		"postgres": dbtest.PostgresURL,
	} {
		t.Run(engine, func(t *testing.T) { drill(t, engine, newServer(t, url(t)), drillSize()) })
	}
}

func drill(t *testing.T, engine string, s *server, size size) {
	begun := time.Now()
	s.start()
	counts := &tally{}
	stop := make(chan struct{})
	killed := make(chan int, 1)
	go func() { killed <- s.keepKilling(stop) }()
	talks := hold(t, s, size, counts)
	close(stop)
	kills := <-killed
	s.stop()

	found := inspect(t, s, talks)
	s.checkLedger()
	t.Logf("%s: %d talks, %d devices at once, %d kills, seed %d, %.1f s", engine, len(talks), size.devices, kills, *seed, time.Since(begun).Seconds())
	t.Logf("%s: %d requests: %d acknowledged, %d broken off before the answer, %d found nobody, %d refused for a moment", engine,
		counts.sent, counts.acknowledged, counts.broken, counts.down, counts.refused)
	t.Logf("%s: %d turns acknowledged, %d stored, %d in the ledger; lost %d, doubled %d, out of order %d", engine,
		found.acknowledged, found.stored, found.leaves, found.lost, found.doubled, found.disordered)
	if kills < size.kills || counts.broken == 0 {
		t.Errorf("%d kills broke %d requests: the drill was too gentle", kills, counts.broken)
	}
}

// keepKilling kills and restarts the server at random moments until the talks
// are over. It returns how often.
func (s *server) keepKilling(stop <-chan struct{}) (kills int) {
	random := mathrand.New(mathrand.NewPCG(*seed, 0))
	for {
		select {
		case <-stop:
			return kills
		case <-time.After(time.Duration(20+random.IntN(400)) * time.Millisecond):
		}
		s.kill()
		if kills++; kills == 1 {
			s.keepCheckpoint()
		}
		s.start()
	}
}

// hold lets the devices hold all talks.
func hold(t *testing.T, s *server, size size, counts *tally) []talk {
	ids := id.NewSource(time.Now, rand.Reader)
	newID := func() string { return id.New[string](ids) }
	waiting := make(chan uint64)
	var mu sync.Mutex
	var talks []talk
	var devices sync.WaitGroup
	for range size.devices {
		devices.Go(func() {
			for number := range waiting {
				done := newDevice(t, s, number, newID, counts).talk()
				mu.Lock()
				talks = append(talks, done)
				mu.Unlock()
			}
		})
	}
	for number := range size.talks {
		waiting <- uint64(number + 1)
	}
	close(waiting)
	devices.Wait()
	return talks
}

// found is what stands in the database after the drill.
type found struct{ acknowledged, stored, lost, doubled, disordered, leaves int }

// inspect opens the installation and compares what was acknowledged with what is there.
func inspect(t *testing.T, s *server, talks []talk) (sum found) {
	a, err := app.Open(ctx, s.config(), app.Outside{Now: time.Now, Entropy: rand.Reader, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for _, talk := range talks {
		e, err := a.Encounters.Get(ctx, talk.encounter)
		if err != nil {
			t.Errorf("talk %s: %v", talk.encounter, err)
			sum.lost += len(talk.said)
			continue
		}
		turns, err := a.Encounters.Turns(ctx, e, 0)
		if err != nil {
			t.Fatal(err)
		}
		sum.add(talk, turns)
		checkEnd(t, a, talk, e)
	}
	sum.leaves = turnLeaves(t, a)
	if sum.lost+sum.doubled+sum.disordered > 0 || sum.stored != sum.acknowledged || sum.leaves != sum.stored {
		t.Errorf("%+v", sum)
	}
	return sum
}

// turnLeaves counts the turns that the ledger knows.
func turnLeaves(t *testing.T, a *app.App) (n int) {
	t.Helper()
	_, err := a.Ledger.Integrate(ctx)
	if err != nil {
		t.Fatal(err)
	}
	size, err := a.Ledger.Size(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for leaf, err := range a.Ledger.Leaves(ctx, 0, size) {
		if err != nil {
			t.Fatal(err)
		}
		if leaf.Kind == "encounter.turn" {
			n++
		}
	}
	return n
}

func (f *found) add(talk talk, turns []encounter.Turn) {
	var stored []encounter.TurnID
	for n, turn := range turns {
		if turn.Number != n {
			f.disordered++
		}
		if slices.Contains(stored, turn.ID) {
			f.doubled++
		}
		stored = append(stored, turn.ID)
	}
	f.acknowledged += len(talk.said)
	f.stored += len(stored)
	for _, turn := range talk.said {
		if !slices.Contains(stored, turn) {
			f.lost++
		}
	}
	if !slices.Equal(stored, talk.said) {
		f.disordered++
	}
}

// checkEnd wants marks and one record of a finished talk.
func checkEnd(t *testing.T, a *app.App, talk talk, e encounter.Encounter) {
	t.Helper()
	if !talk.finished {
		t.Errorf("talk %s was not finished", talk.encounter)
		return
	}
	marks, err := a.Encounters.Marks(ctx, e)
	if err != nil || len(marks.Results) == 0 {
		t.Errorf("talk %s has no marks: %v", talk.encounter, err)
	}
	kept, err := a.Records.List(ctx, record.Query{Scope: record.AllOf, Activity: record.Activity{Kind: "encounter", ID: string(e.ID)}})
	if err != nil || len(kept) != 1 {
		t.Errorf("talk %s has %d records: %v", talk.encounter, len(kept), err)
	}
}

// checkLedger exports the ledger and verifies it as a third party would, with a
// checkpoint that was kept elsewhere since the first kill.
func (s *server) checkLedger() {
	s.t.Helper()
	export := filepath.Join(s.t.TempDir(), "ledger.jsonl")
	s.run("ledger", "export", "--db", s.db, "--signing-key", s.signingKey(), "--out", export)
	s.t.Log(s.run("ledger", "verify", export, "--key", s.run("ledger", "key", s.signingKey()), "--checkpoint", s.checkpoint()))
}

// keepCheckpoint signs the ledger as the killed server left it.
func (s *server) keepCheckpoint() {
	s.run("ledger", "checkpoint", "--db", s.db, "--signing-key", s.signingKey(), "--out", s.checkpoint())
}

func (s *server) signingKey() string { return filepath.Join(s.data, "ledger.key") }
func (s *server) checkpoint() string { return filepath.Join(s.data, "kept-elsewhere.note") }

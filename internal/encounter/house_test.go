package encounter_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"preceptor/content"
	"preceptor/internal/cases"
	"preceptor/internal/db"
	"preceptor/internal/encounter"
	"preceptor/internal/events"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
	"preceptor/internal/record"
)

var ctx = context.Background()

// chestPain is the starter case that most of these stories are about.
const chestPain = "pressure-under-the-breastbone"

// house is a school with one course, a learner, another learner and an educator.
type house struct {
	*encounter.Service
	t       testing.TB
	db      *db.DB
	ids     *id.Source
	cases   *cases.Catalogue
	people  *people.Service
	policy  *policy.Policy
	ledger  *ledger.Ledger
	records *record.Service
	events  *events.Stream
	vault   *privacy.Vault
	parts   encounter.Config

	amara, ben, jonas people.ID // two learners, and the educator of their course
	course            people.CourseID
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	h := &house{t: t, db: d, ids: id.NewSource(time.Now, rand.Reader), cases: cases.NewCatalogue(d)}
	var err error
	h.ledger = ledger.New(d, h.ids, nil, slog.New(slog.DiscardHandler))
	h.policy, err = policy.New(ctx, policy.Embedded{})
	h.must(err)
	keys, err := privacy.OpenKeyFile(ctx, filepath.Join(t.TempDir(), "keys.db"), time.Now)
	h.must(err)
	t.Cleanup(func() { h.must(keys.Close()) })
	master, err := privacy.OpenMaster(filepath.Join(t.TempDir(), "master.key"), rand.Reader)
	h.must(err)
	h.vault = privacy.NewVault(keys, master, rand.Reader, time.Now)
	h.people, err = people.New(people.Config{DB: d, IDs: h.ids, Now: time.Now, Entropy: rand.Reader, Ledger: people.NotesIn(h.ledger), Names: h.vault})
	h.must(err)
	h.records = record.New(record.Config{DB: d, IDs: h.ids, Vault: h.vault, Names: h.vault, Ledger: h.ledger})
	h.events = events.New(d, h.ids, time.Second)
	h.parts = encounter.Config{DB: d, IDs: h.ids, Cases: h.cases, Vault: h.vault, Pseudonyms: h.vault,
		Ledger: h.ledger, Records: h.records, Events: h.events}
	h.Service = encounter.New(h.parts)
	h.fill()
	return h
}

func (h *house) fill() {
	h.t.Helper()
	for _, name := range []string{"cases/acute-chest-pressure.yaml", "cases/headache-in-the-gym.yaml"} {
		file, err := content.Cases.ReadFile(name)
		h.must(err)
		_, err = h.cases.Put(ctx, name, file, cases.Placing{Status: policy.Approved}, "")
		h.must(err)
	}
	course, err := h.people.AddCourse(ctx, "MED-3", "Third year", people.AISupport)
	h.must(err)
	h.course = course.ID
	h.amara = h.member("amara@school.example", people.Learner)
	h.ben = h.member("ben@school.example", people.Learner)
	h.jonas = h.member("jonas@school.example", people.Educator)
}

func (h *house) member(login string, role people.Role) people.ID {
	h.t.Helper()
	p, err := h.people.Add(ctx, "", people.Profile{Login: login, Name: login, Language: "en"}, role)
	h.must(err)
	h.must(h.people.Enrol(ctx, "", people.Enrolment{Person: p.ID, Course: h.course, Role: role}))
	return p.ID
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// opening is what Amara's device sends to begin.
func (h *house) opening() encounter.Opening {
	return encounter.Opening{ID: id.New[encounter.ID](h.ids), Learner: h.amara, Course: h.course, Case: chestPain, Purpose: policy.Shared}
}

func (h *house) begin() encounter.Encounter {
	h.t.Helper()
	e, err := h.Open(ctx, h.opening())
	h.must(err)
	return e
}

func (h *house) input(kind encounter.Kind, text string) encounter.TurnInput {
	return encounter.TurnInput{ID: id.New[encounter.TurnID](h.ids), Kind: kind, Text: text}
}

func (h *house) take(e encounter.Encounter, kind encounter.Kind, text string) encounter.Turn {
	h.t.Helper()
	turn, err := h.Take(ctx, e.ID, h.input(kind, text))
	h.must(err)
	return turn
}

// consultation is a short but sensible talk up to the diagnosis.
func (h *house) consultation(e encounter.Encounter) {
	h.t.Helper()
	for _, text := range []string{"Hello, I'm Amara, a medical student. What has brought you in today?", "When did it start?",
		"What does it feel like?", "Does the pain go anywhere else, to your arms, neck or jaw?", "Does it go through to your back?",
		"Is it alright if I examine you?"} {
		h.take(e, encounter.Say, text)
	}
	h.take(e, encounter.Do, "measure the blood pressure")
	h.take(e, encounter.Do, "12-lead ECG")
	h.take(e, encounter.Diagnose, "NSTEMI")
}

// finished is an encounter of Amara's with its marks.
func (h *house) finished() encounter.Encounter {
	h.t.Helper()
	e := h.begin()
	h.consultation(e)
	e, err := h.Finish(ctx, e.ID)
	h.must(err)
	return e
}

func (h *house) allTurns(e encounter.Encounter) []encounter.Turn {
	h.t.Helper()
	turns, err := h.Turns(ctx, e, 0)
	h.must(err)
	return turns
}

// kept are the standing records of an encounter.
func (h *house) kept(e encounter.Encounter, superseded bool) []record.Record {
	h.t.Helper()
	found, err := h.records.List(ctx, record.Query{Scope: record.AllOf, Activity: record.Activity{Kind: "encounter", ID: string(e.ID)}, Superseded: superseded})
	h.must(err)
	return found
}

// leaves counts the ledger's entries of a kind about an encounter.
func (h *house) leaves(kind string, e encounter.Encounter) (found []ledger.Leaf) {
	h.t.Helper()
	_, err := h.ledger.Integrate(ctx)
	h.must(err)
	size, err := h.ledger.Size(ctx)
	h.must(err)
	for leaf, err := range h.ledger.Leaves(ctx, 0, size) {
		h.must(err)
		if string(leaf.Kind) == kind && leaf.Object.ID == string(e.ID) {
			found = append(found, leaf)
		}
	}
	return found
}

// told counts the events of a kind about an encounter.
func (h *house) told(kind string, e encounter.Encounter) (n int) {
	h.t.Helper()
	all, err := h.events.Read(ctx, 0, 1000)
	h.must(err)
	for _, event := range all {
		if string(event.Kind) == kind && event.Subject == string(e.ID) {
			n++
		}
	}
	return n
}

package record_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
	"preceptor/internal/record"
)

var ctx = context.Background()

// office keeps records, with everything that stands behind them.
type office struct {
	*record.Service
	t      testing.TB
	db     *db.DB
	people *people.Service
	ledger *ledger.Ledger
	vault  *privacy.Vault
	keys   *privacy.KeyFile
}

func newOffice(t testing.TB, d *db.DB) *office {
	t.Helper()
	o, dir := &office{t: t, db: d}, t.TempDir()
	ids := id.NewSource(time.Now, rand.Reader)
	var err error
	o.keys, err = privacy.OpenKeyFile(ctx, filepath.Join(dir, "keys.db"), time.Now)
	o.must(err)
	t.Cleanup(func() { o.must(o.keys.Close()) })
	master, err := privacy.OpenMaster(filepath.Join(dir, "master.key"), rand.Reader)
	o.must(err)
	signer, err := ledger.OpenSigner(filepath.Join(dir, "ledger.key"), rand.Reader)
	o.must(err)
	o.people, err = people.New(people.Config{DB: d, IDs: ids, Now: time.Now, Entropy: rand.Reader, Cost: people.Cost{Memory: 64, Passes: 1, Threads: 1}})
	o.must(err)
	o.vault = privacy.NewVault(o.keys, master, rand.Reader, time.Now)
	o.ledger = ledger.New(d, ids, signer, slog.New(slog.DiscardHandler))
	o.Service = record.New(record.Config{DB: d, IDs: ids, Vault: o.vault, Names: o.vault, Ledger: o.ledger})
	return o
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) person(login string) people.ID {
	o.t.Helper()
	p, err := o.people.Add(ctx, "", people.Profile{Login: login, Name: login, Language: "en", Zone: "UTC"})
	o.must(err)
	return p.ID
}

// debrief is the evidence of one encounter about chest pain.
func debrief(learner people.ID, encounter string) record.Envelope {
	return record.Envelope{
		Learner: learner, Course: "cardiology", Activity: record.Activity{Kind: "encounter", ID: encounter},
		Competencies: []string{"local:history-pain", "acgme:PC1"}, Purpose: policy.Assignment,
		At:     time.Date(2026, 3, 2, 9, 0, 0, 123_456_789, time.UTC),
		Schema: "encounter.marks/1", Body: json.RawMessage(`{"items":[{"id":"onset","met":true,"quote":"When did it start?"}]}`),
		Provenance: record.Provenance{Engine: "1.0.0", Marker: "rubric 1.0.0"},
	}
}

func (o *office) append(e record.Envelope) record.Record {
	o.t.Helper()
	r, err := o.Append(ctx, e)
	o.must(err)
	return r
}

func TestARecordIsKeptSealedAndCommittedTo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		ana := o.person("ana@example.org")
		kept := o.append(debrief(ana, "E1"))

		got, replaced, err := o.Get(ctx, kept.ID)
		if diff := cmp.Diff(kept, got, cmpopts.IgnoreFields(record.Envelope{}, "Body")); diff != "" || replaced || err != nil {
			t.Errorf("read back: %v, replaced %v\n%s", err, replaced, diff)
		}
		body, err := o.Body(ctx, got)
		if err != nil || !bytes.Equal(body, kept.Body) {
			t.Errorf("body %s, %v", body, err)
		}
		_, err = o.ledger.Checkpoint(ctx)
		o.must(err)
		leaf, err := o.ledger.Find(ctx, kept.Leaf)
		o.must(err)
		commitment, err := o.Commitment(ctx, kept.ID)
		if err != nil || !bytes.Equal(leaf.Commitment, commitment) || leaf.Object.ID != string(kept.ID) {
			t.Errorf("the ledger says %+v, the record %x, %v", leaf.Entry, commitment, err)
		}
	})
}

func TestRecordAndLedgerEntryStandOrFallTogether(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		ana, refused := o.person("ana@example.org"), errors.New("refused")
		err := d.Tx(ctx, func(ctx context.Context) error {
			if _, err := o.Append(ctx, debrief(ana, "E1")); err != nil {
				return err
			}
			return refused
		})
		if !errors.Is(err, refused) {
			t.Fatal(err)
		}
		records, err := o.List(ctx, record.Query{Scope: record.AllOf})
		if err != nil || len(records) != 0 {
			t.Errorf("%d records, %v", len(records), err)
		}
		if c, err := o.ledger.Checkpoint(ctx); err != nil || c.Size != 0 {
			t.Errorf("%d ledger entries, %v", c.Size, err)
		}
	})
}

func TestACorrectionStandsBesideWhatItCorrects(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		ana, ben, tutor := o.person("ana@example.org"), o.person("ben@example.org"), o.person("tutor@example.org")
		first := o.append(debrief(ana, "E1"))
		better := debrief(ana, "E1")
		better.Supersedes, better.By, better.Provenance.Marker = first.ID, tutor, "human"
		second := o.append(better)

		if current := o.ids(record.Query{Scope: record.AllOf}); !slices.Equal(current, []record.ID{second.ID}) {
			t.Errorf("current: %v", current)
		}
		if all := o.ids(record.Query{Scope: record.AllOf, Superseded: true}); !slices.Equal(all, []record.ID{first.ID, second.ID}) {
			t.Errorf("all: %v", all)
		}
		for name, spoil := range map[string]func(*record.Envelope){
			"corrected twice":        func(e *record.Envelope) { e.Supersedes = first.ID },
			"another learner":        func(e *record.Envelope) { e.Learner = ben },
			"another activity":       func(e *record.Envelope) { e.Activity.ID = "E2" },
			"practice made assessed": func(e *record.Envelope) { e.Purpose = policy.Assessed },
		} {
			e := debrief(ana, "E1")
			e.Supersedes = second.ID
			spoil(&e)
			if _, err := o.Append(ctx, e); !errors.Is(err, record.ErrSupersedes) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func (o *office) ids(q record.Query) []record.ID {
	o.t.Helper()
	records, err := o.List(ctx, q)
	o.must(err)
	var out []record.ID
	for _, r := range records {
		out = append(out, r.ID)
	}
	return out
}

func TestListsKeepToTheirScope(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		ana, ben := o.person("ana@example.org"), o.person("ben@example.org")
		hers, his := o.append(debrief(ana, "E1")), o.append(debrief(ben, "E2"))
		quiz := debrief(ana, "Q1")
		quiz.Activity.Kind, quiz.Competencies, quiz.Course = "exam", nil, "renal"
		hersToo := o.append(quiz)

		if _, err := o.List(ctx, record.Query{}); !errors.Is(err, record.ErrScope) {
			t.Errorf("without a scope: %v", err)
		}
		own := record.Scope{SQL: "records.learner = ? OR records.course = ?", Args: []any{ana, "nowhere"}}
		for name, c := range map[string]struct {
			query record.Query
			want  []record.ID
		}{
			"her own":           {record.Query{Scope: own}, []record.ID{hers.ID, hersToo.ID}},
			"his, asked by her": {record.Query{Scope: own, Learner: ben}, nil},
			"one activity":      {record.Query{Scope: record.AllOf, Activity: record.Activity{Kind: "encounter", ID: "E2"}}, []record.ID{his.ID}},
			"one competency":    {record.Query{Scope: record.AllOf, Competency: "acgme:PC1"}, []record.ID{hers.ID, his.ID}},
			"one course":        {record.Query{Scope: record.AllOf, Course: "renal"}, []record.ID{hersToo.ID}},
			"another purpose":   {record.Query{Scope: record.AllOf, Purpose: policy.Private}, nil},
			"the second page":   {record.Query{Scope: record.AllOf, After: hers.ID, Most: 1}, []record.ID{his.ID}},
		} {
			if got := o.ids(c.query); !slices.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
	})
}

func TestAnErasedLearnersRecordStaysAndSaysNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		ana := o.person("ana@example.org")
		kept := o.append(debrief(ana, "E1"))
		service := privacy.New(privacy.Config{DB: d, IDs: o.IDs, Vault: o.vault, Ledger: o.ledger, Accounts: o.people})
		o.must(service.Erase(ctx, "", ana))
		if _, err := o.Body(ctx, kept); !errors.Is(err, privacy.ErrErased) {
			t.Errorf("the body: %v", err)
		}
		if got := o.ids(record.Query{Scope: record.AllOf}); len(got) != 1 {
			t.Errorf("%d records", len(got))
		}
	})
}

func TestPurposesAreNeverRaised(t *testing.T) {
	ladder := []policy.Purpose{policy.Private, policy.Shared, policy.Assignment, policy.Assessed}
	for i, from := range ladder {
		for j, to := range ladder {
			if record.MayServeAs(from, to) != (j <= i) {
				t.Errorf("%s as %s: %v", from, to, record.MayServeAs(from, to))
			}
		}
	}
	if record.MayServeAs("", policy.Private) || record.MayServeAs(policy.Assessed, "research") {
		t.Error("an unknown purpose was allowed")
	}
}

func TestIncompleteRecordsAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*record.Envelope){
		"no learner":        func(e *record.Envelope) { e.Learner = "" },
		"no activity":       func(e *record.Envelope) { e.Activity.ID = "" },
		"an odd purpose":    func(e *record.Envelope) { e.Purpose = "fun" },
		"no time":           func(e *record.Envelope) { e.At = time.Time{} },
		"no schema version": func(e *record.Envelope) { e.Schema = "encounter.marks" },
		"broken JSON":       func(e *record.Envelope) { e.Body = json.RawMessage(`{`) },
		"no body":           func(e *record.Envelope) { e.Body = nil },
		"a bare code":       func(e *record.Envelope) { e.Competencies = []string{"PC1"} },
	} {
		e := debrief("ana", "E1")
		spoil(&e)
		if err := e.Check(); !errors.Is(err, record.ErrIncomplete) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := debrief("ana", "E1").Check(); err != nil {
		t.Error(fmt.Errorf("a complete one: %w", err))
	}
}

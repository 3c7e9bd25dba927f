package backup

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"preceptor/internal/blob"
	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/db/dump"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
	"preceptor/internal/record"
)

var ctx = context.Background()

const passphrase = "seven brown foxes at the bedside"

// Tests pay less for a passphrase than people do.
func init() { cost.Memory, cost.Passes = 1<<10, 2 }

// house is an installation with people, records, uploads and a ledger.
type house struct {
	t       testing.TB
	to      Target
	db      *db.DB
	keys    *privacy.KeyFile
	master  privacy.Master
	vault   *privacy.Vault
	signer  *ledger.Signer
	ledger  *ledger.Ledger
	people  *people.Service
	privacy *privacy.Service
	records *record.Service
	blobs   *blob.Disk
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// target is a place for an installation with the given database.
func target(t testing.TB, url string) Target {
	data := filepath.Join(t.TempDir(), "data")
	in := func(name string) string { return filepath.Join(data, name) }
	return Target{Data: data, DatabaseURL: url, Blobs: in("blobs"), KeyFile: in("keys.db"), MasterFile: in("master.key"), SigningFile: in("ledger.key")}
}

// emptyURL is a place for a database: a missing file, or a database without tables.
func emptyURL(t testing.TB, engine string) string {
	t.Helper()
	if engine == "sqlite" {
		return "sqlite:" + filepath.Join(t.TempDir(), "preceptor.db")
	}
	url := dbtest.PostgresURL(t)
	d, err := db.Open(ctx, url, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := dump.Clear(ctx, d); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return url
}

// openHouse starts the services over what is at the target.
func openHouse(t testing.TB, to Target) *house {
	t.Helper()
	h := &house{t: t, to: to}
	var err error
	h.db, err = db.Open(ctx, to.DatabaseURL, time.Now)
	h.must(err)
	t.Cleanup(func() { h.must(h.db.Close()) })
	h.keys, err = privacy.OpenKeyFile(ctx, to.KeyFile, time.Now)
	h.must(err)
	t.Cleanup(func() { h.must(h.keys.Close()) })
	h.master, err = privacy.OpenMaster(to.MasterFile, rand.Reader)
	h.must(err)
	h.signer, err = ledger.OpenSigner(to.SigningFile, rand.Reader)
	h.must(err)
	h.blobs, err = blob.OpenDisk(to.Blobs)
	h.must(err)
	h.openServices()
	return h
}

func (h *house) openServices() {
	ids := id.NewSource(time.Now, rand.Reader)
	h.vault = privacy.NewVault(h.keys, h.master, rand.Reader, time.Now)
	h.ledger = ledger.New(h.db, ids, h.signer, slog.New(slog.DiscardHandler))
	var err error
	h.people, err = people.New(people.Config{DB: h.db, IDs: ids, Now: time.Now, Entropy: rand.Reader, Ledger: people.NotesIn(h.ledger), Names: h.vault,
		Cost: people.Cost{Memory: 64, Passes: 1, Threads: 1}})
	h.must(err)
	h.privacy = privacy.New(privacy.Config{DB: h.db, IDs: ids, Vault: h.vault, Ledger: h.ledger, Accounts: h.people})
	h.records = record.New(record.Config{DB: h.db, IDs: ids, Vault: h.vault, Names: h.vault, Ledger: h.ledger})
}

// newHouse is a fresh installation with two learners who worked.
func newHouse(t testing.TB, url string) (h *house, ana, ben people.ID) {
	h = openHouse(t, target(t, url))
	ana, ben = h.learner("ana.oduya@example.org", "Ana Oduya"), h.learner("ben.lindqvist@example.org", "Ben Lindqvist")
	h.work(ana, "my uncle Tobias collapsed in the bakery")
	h.work(ben, "I have never told anybody about the stairwell")
	return h, ana, ben
}

func (h *house) learner(login, name string) people.ID {
	h.t.Helper()
	p, err := h.people.Add(ctx, "", people.Profile{Login: login, Name: name, Language: "en", Zone: "UTC"}, people.Learner)
	h.must(err)
	return p.ID
}

// work leaves three records with the learner's words, and an upload.
func (h *house) work(who people.ID, words string) {
	h.t.Helper()
	for n := range 3 {
		body, err := json.Marshal(map[string]string{"quote": fmt.Sprintf("%s, %d", words, n)})
		h.must(err)
		_, err = h.records.Append(ctx, record.Envelope{Learner: who, Activity: record.Activity{Kind: "encounter", ID: fmt.Sprint("e", n)},
			Competencies: []string{"local:history"}, Purpose: policy.Assignment, At: time.Now(), Schema: "encounter.marks/1", Body: body})
		h.must(err)
	}
	sealed, err := h.vault.Seal(ctx, who, "uploads.content", "1", []byte(words))
	h.must(err)
	_, err = h.blobs.Put(ctx, bytes.NewReader(sealed), 1<<20)
	h.must(err)
}

func (h *house) installation() Installation {
	return Installation{DB: h.db, Ledger: h.ledger, Signer: h.signer, Blobs: h.blobs, Now: time.Now}
}

// backup makes both files.
func (h *house) backup() (archive, keys []byte) {
	h.t.Helper()
	var a, k bytes.Buffer
	_, err := Make(ctx, h.installation(), h.t.TempDir(), &a)
	h.must(err)
	collected, err := CollectKeys(ctx, h.keys, h.master, h.signer, time.Now())
	h.must(err)
	h.must(WriteKeys(&k, collected, passphrase, rand.Reader))
	return a.Bytes(), k.Bytes()
}

func world() World {
	return World{Now: time.Now, Entropy: rand.Reader, Log: slog.New(slog.DiscardHandler)}
}

// restore builds an installation from the files.
func restore(t testing.TB, to Target, archive, keysFile []byte) (Report, error) {
	t.Helper()
	keys, err := ReadKeys(bytes.NewReader(keysFile), passphrase)
	if err != nil {
		t.Fatal(err)
	}
	return Restore(ctx, bytes.NewReader(archive), keys, to, world(), UsualLimits)
}

// words are all quotes that can still be read, of everybody.
func (h *house) words() (out []string) {
	h.t.Helper()
	records, err := h.records.List(ctx, record.Query{Scope: record.AllOf})
	h.must(err)
	for _, r := range records {
		body, err := h.records.Body(ctx, r)
		if err != nil {
			continue
		}
		out = append(out, string(body))
	}
	slices.Sort(out)
	return out
}

// rows are all rows of all tables but the ledger's, which goes on after a restore.
func (h *house) rows() map[string]string {
	h.t.Helper()
	out := map[string]string{}
	h.must(dump.Snapshot(ctx, h.db, h.t.TempDir(), func(ctx context.Context, still *db.DB) error {
		tables, err := dump.Tables(ctx, still)
		if err != nil {
			return err
		}
		for _, table := range tables {
			if strings.HasPrefix(table.Name, "ledger_") {
				continue
			}
			var lines bytes.Buffer
			if _, err := dump.Write(ctx, still, table, &lines); err != nil {
				return err
			}
			sorted := strings.SplitAfter(lines.String(), "\n")
			slices.Sort(sorted)
			out[table.Name] = strings.Join(sorted, "")
		}
		return nil
	}))
	return out
}

// setSum makes the manifest promise another content.
func (m *Manifest) setSum(name string, content []byte) {
	for i := range m.Files {
		if m.Files[i].Name == name {
			sum := sha256.Sum256(content)
			m.Files[i].Size, m.Files[i].SHA256 = int64(len(content)), hex.EncodeToString(sum[:])
		}
	}
}

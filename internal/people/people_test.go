package people_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"testing"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/id"
	"preceptor/internal/people"
)

var ctx = context.Background()

// clinic is a service on one engine with a clock that the test turns.
type clinic struct {
	*people.Service
	t     testing.TB
	db    *db.DB
	notes *notebook
	mu    sync.Mutex
	now   time.Time
}

type notebook struct {
	mu    sync.Mutex
	notes []people.Note
}

func (n *notebook) Append(_ context.Context, note people.Note) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.notes = append(n.notes, note)
	return nil
}

// names stands in for the vault, which is further up the house.
type names struct{}

func (names) Pseudonym(_ context.Context, who people.ID) (people.Pseudonym, error) {
	sum := sha256.Sum256([]byte(who))
	return people.Pseudonym(hex.EncodeToString(sum[:16])), nil
}

const origin = "https://learn.example.org"

// cheap keeps tests quick; TestTheDefaultCost checks the real one.
var cheap = people.Cost{Memory: 64, Passes: 1, Threads: 1}

func each(t *testing.T, test func(t *testing.T, c *clinic)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(t, newClinic(t, d, cheap)) })
}

func newClinic(t testing.TB, d *db.DB, cost people.Cost) *clinic {
	t.Helper()
	c := &clinic{t: t, db: d, notes: &notebook{}, now: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)}
	service, err := people.New(people.Config{DB: d, IDs: id.NewSource(c.clock, rand.Reader), Now: c.clock, Entropy: rand.Reader,
		Ledger: c.notes, Names: names{}, Site: people.Site{Name: "Faculty of Medicine", Origin: origin}, Cost: cost})
	if err != nil {
		t.Fatal(err)
	}
	c.Service = service
	return c
}

func (c *clinic) clock() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clinic) wait(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

const password = "rales at both bases"

var ward = people.Device{Agent: "Firefox on a ward computer", Address: "192.0.2.7"}

// person adds an account that can sign in with the password.
func (c *clinic) person(login string, roles ...people.Role) people.Person {
	c.t.Helper()
	p := got(c.Add(ctx, "", people.Profile{Login: login, Name: "Dr " + login}, roles...))(c.t)
	c.must(c.SetPassword(ctx, "", p.ID, password, ""))
	return p
}

func (c *clinic) course(code string) people.Course {
	c.t.Helper()
	return got(c.AddCourse(ctx, code, "Course "+code, people.AISupport))(c.t)
}

func (c *clinic) signIn(login string) people.Opened {
	c.t.Helper()
	return got(c.SignIn(ctx, login, password, ward))(c.t)
}

func (c *clinic) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *clinic) count(table string) (n int) {
	c.t.Helper()
	c.must(c.db.QueryRow(ctx, `SELECT count(*) FROM `+table).Scan(&n))
	return n
}

// got unwraps a value that the test cannot do without.
func got[T any](value T, err error) func(t testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

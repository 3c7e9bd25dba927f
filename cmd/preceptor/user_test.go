package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/id"
	"preceptor/internal/people"
	"preceptor/internal/privacy"
)

// clerk runs user commands on one installation.
type clerk struct {
	t    *testing.T
	url  string
	data string
}

func newClerk(t *testing.T, url string) clerk { return clerk{t, url, t.TempDir()} }

func (c clerk) run(status int, in string, args ...string) (string, string) {
	c.t.Helper()
	var out, errs bytes.Buffer
	args = append(append([]string{"user"}, args...), "--db", c.url, "--data", c.data)
	if got := run(args, &Streams{In: strings.NewReader(in), Out: &out, Err: &errs}); got != status {
		c.t.Fatalf("%q ended with %d: %s", args, got, errs.String())
	}
	return out.String(), errs.String()
}

// service opens the same database as the server would.
func (c clerk) service() *people.Service {
	c.t.Helper()
	d, err := db.Open(context.Background(), c.url, time.Now)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { d.Close() })
	service, err := people.New(people.Config{DB: d, IDs: id.NewSource(time.Now, rand.Reader), Now: time.Now, Entropy: rand.Reader})
	if err != nil {
		c.t.Fatal(err)
	}
	return service
}

// An installation begins: its first administrator lets an educator in, who is
// suspended later.
func TestUserCommands(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		ctx, c := context.Background(), newClerk(t, url)
		c.run(0, "a long first password\n", "add", "Ana@example.org", "Ana Lima", "--role", "administrator", "--password", "--zone", "Europe/Lisbon")
		c.run(0, "", "add", "bo@example.org", "Bo Ek")
		c.run(0, "another long password\n", "password", "bo@example.org")
		service := c.service()
		course, err := service.AddCourse(ctx, "MED-301", "Cardiology", people.AISupport)
		if err != nil {
			t.Fatal(err)
		}
		c.run(0, "", "role", "bo@example.org", "--grant", "educator", "--grant", "examiner", "--course", "MED-301")
		c.run(0, "", "role", "bo@example.org", "--revoke", "examiner", "--course", "MED-301")
		c.run(0, "", "role", "bo@example.org", "--grant", "researcher")

		open, err := service.SignIn(ctx, "bo@example.org", "another long password", people.Device{})
		if err != nil {
			t.Fatal(err)
		}
		presence, err := service.Enter(ctx, open.Token)
		if err != nil || !presence.Is(people.Educator, course.ID) || presence.Is(people.Examiner, course.ID) || !presence.Has(people.Researcher) {
			t.Errorf("Bo is %+v, %v", presence, err)
		}
		list, _ := c.run(0, "", "list")
		if want := `(?m)^ana@example.org  active  administrator  Ana Lima  \w{26}\nbo@example.org   active  researcher     Bo Ek     \w{26}\n$`; !regexp.MustCompile(want).MatchString(list) {
			t.Errorf("the list is\n%s", list)
		}
		c.run(0, "", "suspend", "bo@example.org")
		if _, err := service.Enter(ctx, open.Token); err == nil {
			t.Error("the running server still lets Bo in")
		}
		c.run(0, "", "restore", "bo@example.org")
	})
}

func TestUserInvite(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		c := newClerk(t, url)
		c.run(0, "", "add", "ana@example.org", "Ana")
		link, _ := c.run(0, "", "invite", "educator", "--site", "https://learn.example.org/")
		secret, found := strings.CutPrefix(strings.TrimSpace(link), "https://learn.example.org/join/")
		if !found {
			t.Fatalf("the link is %s", link)
		}
		_, err := c.service().Join(context.Background(), secret, people.Profile{Login: "bo@example.org", Name: "Bo"}, "", people.Device{})
		if err != nil {
			t.Error(err)
		}
	})
}

// A person leaves and wants to be forgotten.
func TestUserErase(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		c := newClerk(t, url)
		made, _ := c.run(0, "", "add", "ana@example.org", "Ana Lima")
		ana := strings.TrimSpace(made)
		c.run(0, "", "add", "bo@example.org", "Bo Ek")
		if _, errs := c.run(2, "bo@example.org\n", "erase", "ana@example.org"); !strings.Contains(errs, "nobody was erased") {
			t.Errorf("another login was taken for hers: %q", errs)
		}
		said, _ := c.run(0, " Ana@example.org\n", "erase", "ana@example.org")
		if strings.Count(said, "\n") != 1 || !strings.Contains(said, ana) || !strings.Contains(said, "new backup of the keys") {
			t.Errorf("it said %q", said)
		}
		if p, err := c.service().Person(context.Background(), people.ID(ana)); err != nil || p.Status != people.Erased || p.Name != "" {
			t.Errorf("her account: %+v, %v", p, err)
		}
		if keys := c.keys(); len(keys) != 1 || keys[0] == people.ID(ana) {
			t.Errorf("the keys of %v are there", keys)
		}
		c.run(2, "", "erase", "ana@example.org")
		c.run(0, "", "erase", "bo@example.org", "--yes")
		if list, _ := c.run(0, "", "list"); list != "" {
			t.Errorf("still listed: %q", list)
		}
	})
}

// keys tells whose keys are in the key file.
func (c clerk) keys() (whose []people.ID) {
	c.t.Helper()
	file, err := privacy.OpenKeyFile(context.Background(), filepath.Join(c.data, "keys.db"), time.Now)
	if err != nil {
		c.t.Fatal(err)
	}
	defer file.Close()
	keys, err := file.Keys(context.Background())
	if err != nil {
		c.t.Fatal(err)
	}
	for _, k := range keys {
		whose = append(whose, k.Person)
	}
	return whose
}

// The first command of the README works in an empty folder, and says nothing
// but what it was asked for.
func TestUserAddBeginsAnInstallation(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	var out, errs bytes.Buffer
	status := run([]string{"user", "add", "--data", data, "ana@example.org", "Ana Lima", "--role", "administrator"},
		&Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
	if status != 0 || len(strings.TrimSpace(out.String())) != 26 || errs.Len() != 0 {
		t.Errorf("status %d, %q, %q", status, out.String(), errs.String())
	}
	for _, name := range []string{"preceptor.db", "keys.db", "master.key", "ledger.key"} {
		if info, err := os.Stat(filepath.Join(data, name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
}

func TestUserCommandsSayWhatIsWrong(t *testing.T) {
	c := newClerk(t, dbtest.SQLiteURL(t))
	c.run(0, "", "add", "ana@example.org", "Ana")
	for _, test := range []struct {
		in   string
		args []string
		want string
	}{
		{"", []string{"add", "ANA@example.org", "Ana again"}, "another account has this login"},
		{"", []string{"add", "bo@example.org", "Bo", "--role", "king"}, `"king": no such role here`},
		{"short\n", []string{"add", "bo@example.org", "Bo", "--password"}, "a password has 12 to 200 characters"},
		{"", []string{"password", "ana@example.org"}, "a password has 12 to 200 characters"},
		{"", []string{"suspend", "nobody@example.org"}, "nobody@example.org: there is no such person"},
		{"", []string{"role", "ana@example.org"}, "name a role with --grant or --revoke"},
		{"", []string{"role", "ana@example.org", "--grant", "administrator", "--course", "MED-301"}, "no course with the code MED-301"},
		{"", []string{"invite", "learner", "--days", "400"}, "between one minute and ninety days"},
	} {
		if _, errs := c.run(2, test.in, test.args...); !strings.Contains(errs, test.want) {
			t.Errorf("%q said %q", test.args, errs)
		}
	}
	missing := newClerk(t, "sqlite:"+filepath.Join(t.TempDir(), "typo.db"))
	if _, errs := missing.run(2, "", "list"); !strings.Contains(errs, "there is no installation") {
		t.Errorf("a missing file said %q", errs)
	}
	if out, _ := missing.run(0, "", "add", "ana@example.org", "Ana"); len(strings.TrimSpace(out)) != 26 {
		t.Errorf("adding to a fresh file said %q", out)
	}
}

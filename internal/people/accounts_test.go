package people_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"preceptor/internal/people"
)

func TestOneLoginIsOneAccountInEverySpelling(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		ana := c.person("Ana@Example.org", people.Learner)
		if ana.Login != "ana@example.org" {
			t.Errorf("the login is kept as %q", ana.Login)
		}
		_, err := c.Add(ctx, "", people.Profile{Login: " ANA@example.ORG ", Name: "Another Ana"})
		if !errors.Is(err, people.ErrLoginTaken) {
			t.Errorf("the same login again gave %v", err)
		}
		found := got(c.PersonByLogin(ctx, "aNa@example.org"))(t)
		if diff := cmp.Diff(ana, found); diff != "" {
			t.Error(diff)
		}
	})
}

func TestProfilesAreChecked(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		good := people.Profile{Login: "ngozi", Name: "Ngozi", Language: "en-ng", Zone: "Africa/Lagos"}
		for name, test := range map[string]struct {
			change func(*people.Profile)
			want   error
		}{
			"a login with a space":      {func(p *people.Profile) { p.Login = "dr ngozi" }, people.ErrLogin},
			"a login of two letters":    {func(p *people.Profile) { p.Login = "ng" }, people.ErrLogin},
			"no name":                   {func(p *people.Profile) { p.Name = " \t" }, people.ErrName},
			"a name with a bell":        {func(p *people.Profile) { p.Name = "Ngozi\a" }, people.ErrName},
			"a name as long as a novel": {func(p *people.Profile) { p.Name = strings.Repeat("n", 121) }, people.ErrName},
			"a language nobody speaks":  {func(p *people.Profile) { p.Language = "english please" }, people.ErrLanguage},
			"a zone of no place":        {func(p *people.Profile) { p.Zone = "Mars/Olympus" }, people.ErrZone},
			"the machine's own zone":    {func(p *people.Profile) { p.Zone = "Local" }, people.ErrZone},
		} {
			profile := good
			test.change(&profile)
			if _, err := c.Add(ctx, "", profile); !errors.Is(err, test.want) {
				t.Errorf("%s gave %v", name, err)
			}
		}
		if p := got(c.Add(ctx, "", good))(t); p.Language != "en-NG" || p.Zone != "Africa/Lagos" {
			t.Errorf("kept %+v", p)
		}
	})
}

// Two administrators have the same page open; the second to save is told.
func TestTheSecondOfTwoEditsIsRefused(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		p := c.person("bo@example.org")
		c.must(c.Edit(ctx, "", p.ID, p.Version, people.Profile{Login: "bo@example.org", Name: "Bo One"}))
		err := c.Edit(ctx, "", p.ID, p.Version, people.Profile{Login: "bo@example.org", Name: "Bo Two"})
		if !errors.Is(err, people.ErrConflict) {
			t.Errorf("the second edit gave %v", err)
		}
		if now := got(c.Person(ctx, p.ID))(t); now.Name != "Bo One" || now.Version != p.Version+1 {
			t.Errorf("stands as %+v", now)
		}
		if err := c.Edit(ctx, "", "01ARZ3NDEKTSV4RRFFQ69G5FAV", 1, people.Profile{Login: "xyz", Name: "X"}); !errors.Is(err, people.ErrNotFound) {
			t.Errorf("editing nobody gave %v", err)
		}
	})
}

// A stolen laptop: the administrator suspends the account, and the thief is out.
func TestSuspensionEndsEveryWayInAtOnce(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		eve := c.person("eve@example.org", people.Educator)
		laptop, phone := c.signIn("eve@example.org"), c.signIn("eve@example.org")
		_, secret, err := c.AddToken(ctx, eve.ID, "script", []people.Scope{people.CasesRead}, people.DefaultLifetimes.Absolute)
		c.must(err)
		_, invitation, err := c.Invite(ctx, eve.ID, people.Offer{Course: "", Role: people.Learner}, people.DefaultLifetimes.Absolute)
		c.must(err)
		c.must(c.Suspend(ctx, "", eve.ID))
		for name, enter := range map[string]func() error{
			"the laptop":     func() error { _, err := c.Enter(ctx, laptop.Token); return err },
			"the phone":      func() error { _, err := c.Enter(ctx, phone.Token); return err },
			"the API token":  func() error { _, err := c.EnterWithToken(ctx, secret); return err },
			"the invitation": func() error { _, err := c.Invitation(ctx, invitation); return err },
		} {
			if err := enter(); !errors.Is(err, people.ErrSignIn) && !errors.Is(err, people.ErrInvitation) {
				t.Errorf("%s gave %v", name, err)
			}
		}
		if _, err := c.SignIn(ctx, "eve@example.org", password, ward); !errors.Is(err, people.ErrSuspended) {
			t.Errorf("signing in anew gave %v", err)
		}
		if err := c.Suspend(ctx, "", eve.ID); !errors.Is(err, people.ErrStatus) {
			t.Errorf("suspending twice gave %v", err)
		}
		c.must(c.Restore(ctx, "", eve.ID))
		if _, err := c.Enter(ctx, laptop.Token); !errors.Is(err, people.ErrSignIn) {
			t.Errorf("after the restoration the old session gave %v", err)
		}
		c.signIn("eve@example.org")
	})
}

// While a suspension commits, sessions are being opened; none may survive it.
func TestNoSessionSlipsPastASuspension(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		eve := c.person("eve@example.org")
		var wg sync.WaitGroup
		var opened atomic.Int64
		for range 8 {
			wg.Go(func() {
				if _, err := c.DemoSignIn(ctx, eve.ID, ward); err == nil {
					opened.Add(1)
				} else if !errors.Is(err, people.ErrSuspended) {
					t.Error(err)
				}
			})
		}
		wg.Go(func() {
			if err := c.Suspend(ctx, "", eve.ID); err != nil {
				t.Error(err)
			}
		})
		wg.Wait()
		if n := c.count("sessions"); n != 0 {
			t.Errorf("%d of %d sessions survived", n, opened.Load())
		}
	})
}

func TestErasureLeavesABareIdentifier(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		course := c.course("MED-301")
		eve := c.person("eve@example.org", people.Educator)
		c.must(c.Enrol(ctx, "", people.Enrolment{Person: eve.ID, Course: course.ID, Role: people.Educator}))
		open := c.signIn("eve@example.org")
		_, _, err := c.Invite(ctx, "", people.Offer{Course: course.ID, Role: people.Examiner, Name: "Eve", Login: "eve@example.org"}, people.DefaultLifetimes.Idle)
		c.must(err)
		told := len(c.notes.notes)
		c.must(c.Erase(ctx, eve.ID))
		c.must(c.Erase(ctx, eve.ID))

		want := people.Person{ID: eve.ID, Status: people.Erased, MadeAt: eve.MadeAt, Version: eve.Version + 1}
		if diff := cmp.Diff(want, got(c.Person(ctx, eve.ID))(t)); diff != "" {
			t.Error(diff)
		}
		if _, err := c.Enter(ctx, open.Token); !errors.Is(err, people.ErrSignIn) {
			t.Errorf("her session gave %v", err)
		}
		for _, table := range []string{"sessions", "passwords", "person_roles", "enrolments", "passkeys", "api_tokens", "invitations"} {
			if n := c.count(table); n != 0 {
				t.Errorf("%d rows are left in %s", n, table)
			}
		}
		if len(c.notes.notes) != told {
			t.Errorf("an erasure is privacy's to note, not %+v", c.notes.notes[told:])
		}
		for _, err := range []error{c.Grant(ctx, "", eve.ID, people.Administrator), c.SetPassword(ctx, "", eve.ID, password, ""), c.Suspend(ctx, "", eve.ID)} {
			if !errors.Is(err, people.ErrStatus) {
				t.Errorf("changing an erased account gave %v", err)
			}
		}
		c.person("eve@example.org") // the login is free again
	})
}

func TestTheLedgerHearsPseudonymsOnly(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		admin := c.person("root@example.org", people.Administrator)
		eve := c.person("eve@example.org")
		c.must(c.Grant(ctx, admin.ID, eve.ID, people.Examiner))
		c.must(c.Grant(ctx, admin.ID, eve.ID, people.Examiner)) // holding it already says nothing new
		want := people.Note{Kind: "person.role_granted", Subject: got(names{}.Pseudonym(ctx, eve.ID))(t), By: got(names{}.Pseudonym(ctx, admin.ID))(t), Detail: "examiner"}
		if diff := cmp.Diff(want, c.notes.notes[len(c.notes.notes)-1]); diff != "" {
			t.Error(diff)
		}
		for _, note := range c.notes.notes {
			text := string(note.Subject) + string(note.By) + note.Detail
			if strings.Contains(text, "@") || strings.Contains(text, string(eve.ID)) || strings.Contains(text, string(admin.ID)) {
				t.Errorf("the note %+v tells who it is about", note)
			}
		}
	})
}

func TestListsArePagedAndLeaveOutTheErased(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		a, b, gone, d := c.person("a@example.org"), c.person("b@example.org"), c.person("c@example.org"), c.person("d@example.org")
		c.must(c.Erase(ctx, gone.ID))
		first := got(c.People(ctx, "", nil, people.Page{Size: 2}))(t)
		second := got(c.People(ctx, "", nil, people.Page{After: first[1].ID, Size: 2}))(t)
		if diff := cmp.Diff([]people.Person{a, b, d}, append(first, second...)); diff != "" {
			t.Error(diff)
		}
		only := got(c.People(ctx, "id = ? OR id = ?", []any{b.ID, gone.ID}, people.Page{Size: 10}))(t)
		if len(only) != 1 || only[0].ID != b.ID {
			t.Errorf("the condition gave %+v", only)
		}
	})
}

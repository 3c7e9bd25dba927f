package people_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"preceptor/internal/people"
)

var newcomer = people.Profile{Login: "ana@example.org", Name: "Ana", Language: "pt", Zone: "Europe/Lisbon"}

func TestAnInvitationLetsOnePersonIntoACourse(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		eve, course := c.person("eve@example.org", people.Educator), c.course("MED-301")
		_, secret, err := c.Invite(ctx, eve.ID, people.Offer{Course: course.ID, Role: people.Learner}, 7*24*time.Hour)
		c.must(err)
		if i := got(c.Invitation(ctx, secret))(t); i.Course != course.ID || i.Role != people.Learner || i.By != eve.ID {
			t.Errorf("the invitation reads %+v", i)
		}
		open := got(c.Join(ctx, secret, newcomer, password, ward))(t)
		who := got(c.Enter(ctx, open.Token))(t)
		if !who.Is(people.Learner, course.ID) || who.Name != "Ana" || len(who.Roles) != 0 {
			t.Errorf("joined as %+v", who)
		}
		c.signIn("ana@example.org")
		if _, err := c.Invitation(ctx, secret); !errors.Is(err, people.ErrInvitation) {
			t.Errorf("the used invitation gave %v", err)
		}
		if err := c.Accept(ctx, secret, eve.ID); !errors.Is(err, people.ErrInvitation) {
			t.Errorf("using it again gave %v", err)
		}
	})
}

func TestAForwardedInvitationIsUsedOnce(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		_, secret, err := c.Invite(ctx, "", people.Offer{Course: "", Role: people.Educator}, time.Hour)
		c.must(err)
		var joined atomic.Int64
		var wg sync.WaitGroup
		for n := range 6 {
			wg.Go(func() {
				profile := newcomer
				profile.Login = string(rune('a'+n)) + profile.Login
				if _, err := c.Join(ctx, secret, profile, "", ward); err == nil {
					joined.Add(1)
				} else if !errors.Is(err, people.ErrInvitation) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if joined.Load() != 1 || c.count("people") != 1 {
			t.Errorf("%d joined and %d accounts stand", joined.Load(), c.count("people"))
		}
	})
}

func TestInvitationsExpireAndAreBounded(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		course := c.course("MED-301")
		_, secret, err := c.Invite(ctx, "", people.Offer{Course: course.ID, Role: people.Learner}, time.Hour)
		c.must(err)
		c.wait(time.Hour)
		if _, err := c.Join(ctx, secret, newcomer, password, ward); !errors.Is(err, people.ErrInvitation) {
			t.Errorf("the expired invitation gave %v", err)
		}
		for _, test := range []struct {
			course people.CourseID
			role   people.Role
			life   time.Duration
			want   error
		}{
			{course.ID, people.Administrator, time.Hour, people.ErrRole},
			{course.ID, people.Learner, 0, people.ErrInvitationLife},
			{course.ID, people.Learner, 91 * 24 * time.Hour, people.ErrInvitationLife},
			{"01ARZ3NDEKTSV4RRFFQ69G5FAV", people.Learner, time.Hour, people.ErrNotFound},
		} {
			if _, _, err := c.Invite(ctx, "", people.Offer{Course: test.course, Role: test.role}, test.life); !errors.Is(err, test.want) {
				t.Errorf("%+v gave %v", test, err)
			}
		}
	})
}

// The form was filled in badly: the link must still work afterwards.
func TestAFailedJoinLeavesTheInvitationOpen(t *testing.T) {
	each(t, func(t *testing.T, c *clinic) {
		c.person("ana@example.org")
		_, secret, err := c.Invite(ctx, "", people.Offer{Course: "", Role: people.Learner}, time.Hour)
		c.must(err)
		if _, err := c.Join(ctx, secret, newcomer, "short", ward); !errors.Is(err, people.ErrWeakPassword) {
			t.Errorf("a weak password gave %v", err)
		}
		if _, err := c.Join(ctx, secret, newcomer, password, ward); !errors.Is(err, people.ErrLoginTaken) {
			t.Errorf("a taken login gave %v", err)
		}
		got(c.Invitation(ctx, secret))(t)
	})
}

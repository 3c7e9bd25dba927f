package pages

import (
	"testing"

	"preceptor/internal/people"
	"preceptor/internal/web"
)

func TestOneClickLetsInTheDemonstrationsPeopleOnly(t *testing.T) {
	h := newHouse(t, nil)
	offered, err := h.pages.Sessions.DemoPeople(ctx)
	h.must(err)
	if len(offered) != len(people.Roles()) {
		t.Errorf("%d people for %d roles", len(offered), len(people.Roles()))
	}
	for _, p := range offered {
		session, err := h.pages.Sessions.DemoSignIn(ctx, p.ID, web.Device{})
		h.must(err)
		actor, err := h.pages.Sessions.Actor(ctx, session.Token)
		h.must(err)
		if actor.ID != p.ID || len(actor.Roles) == 0 {
			t.Errorf("%+v signed in as %+v", p, actor)
		}
	}
	real, err := h.People.Add(ctx, "", people.Profile{Login: "real@school.example", Name: "A real person", Language: "en"}, people.Administrator)
	h.must(err)
	for _, id := range []string{string(real.ID), h.ulid(), ""} {
		_, err := h.pages.Sessions.DemoSignIn(ctx, id, web.Device{})
		wants(t, "signing in "+id, err, web.ErrForbidden)
	}
}

// The same database, served for real: the people made up for the demonstration
// are still there, the one click is not.
func TestOutsideADemonstrationThereIsNoOneClick(t *testing.T) {
	h := newHouse(t, map[string]string{"demo.enabled": "false"})
	offered, err := h.pages.Sessions.DemoPeople(ctx)
	if err != nil || len(offered) != 0 {
		t.Errorf("%v, %v", offered, err)
	}
	amara, err := h.People.PersonByLogin(ctx, "amara@demo.example")
	h.must(err)
	_, err = h.pages.Sessions.DemoSignIn(ctx, string(amara.ID), web.Device{})
	wants(t, "one click", err, web.ErrForbidden)
}

func TestASuspendedPersonIsOutAtTheNextRequest(t *testing.T) {
	h := newHouse(t, nil)
	amara, err := h.People.PersonByLogin(ctx, "amara@demo.example")
	h.must(err)
	session, err := h.pages.Sessions.DemoSignIn(ctx, string(amara.ID), web.Device{})
	h.must(err)
	h.must(h.pages.People.Suspend(ctx, h.as(people.Administrator), string(amara.ID)))
	_, err = h.pages.Sessions.Actor(ctx, session.Token)
	wants(t, "the old session", err, web.ErrSignIn)
	_, err = h.pages.Sessions.DemoSignIn(ctx, string(amara.ID), web.Device{})
	wants(t, "one click", err, web.ErrSignIn)
}

func TestSigningOutEndsTheSession(t *testing.T) {
	h := newHouse(t, nil)
	jonas, err := h.People.PersonByLogin(ctx, "jonas@demo.example")
	h.must(err)
	session, err := h.pages.Sessions.DemoSignIn(ctx, string(jonas.ID), web.Device{})
	h.must(err)
	h.must(h.pages.Sessions.SignOut(ctx, session.Token))
	_, err = h.pages.Sessions.Actor(ctx, session.Token)
	wants(t, "the old session", err, web.ErrSignIn)
}

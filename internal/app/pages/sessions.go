package pages

import (
	"context"

	"preceptor/internal/people"
	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

// sessions opens, reads and closes sessions.
type sessions struct{ desk }

// Actor asks the database at every request, so that suspension works at once.
func (s sessions) Actor(ctx context.Context, token string) (web.Actor, error) {
	p, err := s.App.People.Enter(ctx, token)
	if err != nil {
		return web.Actor{}, words(err)
	}
	return web.Actor{ID: string(p.Person), Name: p.Name, Email: p.Login, Roles: rolesOf(p), Locale: p.Language, Zone: p.Zone, Standing: p, RenewDue: p.RotateDue}, nil
}

func (s sessions) SignIn(ctx context.Context, login, password string, from web.Device) (web.Session, error) {
	return opened(s.App.People.SignIn(ctx, login, password, deviceOf(from)))
}

func (s sessions) Renew(ctx context.Context, token string) (web.Session, error) {
	return opened(s.App.People.Rotate(ctx, token))
}

func (s sessions) SignOut(ctx context.Context, token string) error {
	return words(s.App.People.SignOut(ctx, token))
}

// DemoPeople lists one person per role, in a demonstration only.
func (s sessions) DemoPeople(ctx context.Context) ([]view.DemoPerson, error) {
	if !s.Config.Demo.Enabled {
		return nil, nil
	}
	var out []view.DemoPerson
	for _, d := range s.Demo() {
		p, err := s.App.People.PersonByLogin(ctx, d.Login)
		if err != nil {
			return nil, err
		}
		out = append(out, view.DemoPerson{ID: string(p.ID), Name: p.Name, Role: viewRole(d.Role)})
	}
	return out, nil
}

// DemoSignIn lets in only the people of the demonstration.
func (s sessions) DemoSignIn(ctx context.Context, person string, from web.Device) (web.Session, error) {
	known, err := s.DemoPeople(ctx)
	if err != nil {
		return web.Session{}, err
	}
	for _, d := range known {
		if d.ID == person {
			return opened(s.App.People.DemoSignIn(ctx, people.ID(person), deviceOf(from)))
		}
	}
	return web.Session{}, web.ErrForbidden
}

func deviceOf(d web.Device) people.Device { return people.Device{Agent: d.Agent, Address: d.Address} }

func opened(o people.Opened, err error) (web.Session, error) {
	return web.Session{Token: o.Token, Expires: o.Expires}, words(err)
}

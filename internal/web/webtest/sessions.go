package webtest

import (
	"context"
	"slices"
	"time"

	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

// Password opens every made-up account.
const Password = "correct horse battery"

type sessions struct{ *House }

func (s sessions) Actor(_ context.Context, token string) (web.Actor, error) {
	role := view.Role(token)
	if !slices.Contains(view.Roles, role) {
		return web.Actor{}, web.ErrSignIn
	}
	return ActorOf(role), nil
}

func (s sessions) SignIn(_ context.Context, email, password string, _ web.Device) (web.Session, error) {
	for _, role := range view.Roles {
		if ActorOf(role).Email == email && password == Password {
			return sessionOf(role), nil
		}
	}
	return web.Session{}, web.ErrWrongPassword
}

func (s sessions) Renew(_ context.Context, token string) (web.Session, error) {
	return sessionOf(view.Role(token)), nil
}

func (s sessions) SignOut(context.Context, string) error { return nil }

func (s sessions) DemoPeople(context.Context) ([]view.DemoPerson, error) {
	var demo []view.DemoPerson
	for _, role := range view.Roles {
		actor := ActorOf(role)
		demo = append(demo, view.DemoPerson{ID: actor.ID, Name: actor.Name, Role: role})
	}
	return demo, nil
}

func (s sessions) DemoSignIn(_ context.Context, person string, _ web.Device) (web.Session, error) {
	for _, role := range view.Roles {
		if ActorOf(role).ID == person {
			return sessionOf(role), nil
		}
	}
	return web.Session{}, web.ErrNotFound
}

func sessionOf(role view.Role) web.Session {
	return web.Session{Token: string(role), Expires: Now.Add(12 * time.Hour)}
}

type passkeys struct{}

const options = `{"publicKey":{"challenge":"AAAA","rpId":"localhost"}}`

func (passkeys) BeginSignIn(context.Context) ([]byte, string, error) {
	return []byte(options), "ceremony-1", nil
}

func (passkeys) FinishSignIn(_ context.Context, ceremony string, _ []byte, _ web.Device) (web.Session, error) {
	if ceremony != "ceremony-1" {
		return web.Session{}, web.ErrWrongPassword
	}
	return sessionOf(view.Learner), nil
}

func (passkeys) BeginAdding(context.Context, web.Actor) ([]byte, string, error) {
	return []byte(options), "ceremony-2", nil
}

func (passkeys) FinishAdding(_ context.Context, _ web.Actor, ceremony, _ string, _ []byte) error {
	if ceremony != "ceremony-2" {
		return web.ErrBadRequest
	}
	return nil
}

type joining struct{}

func (joining) Invitation(_ context.Context, token string) (view.Join, error) {
	if token != "welcome" {
		return view.Join{}, web.ErrNotFound
	}
	return view.Join{Token: token, Name: "Leila Farrow", Email: "l.farrow@northgate.example"}, nil
}

func (joining) Accept(_ context.Context, token, _, password string, _ web.Device) (web.Session, error) {
	if token != "welcome" {
		return web.Session{}, web.ErrNotFound
	}
	if len(password) < 12 {
		return web.Session{}, view.Refuse("password", "join.password-help")
	}
	return sessionOf(view.Learner), nil
}

package pages

import (
	"context"

	"preceptor/internal/people"
	"preceptor/internal/web"
)

// passkeys runs the WebAuthn ceremonies.
type passkeys struct{ desk }

// passkeysOf is nil when the installation does not know its own address.
func passkeysOf(d desk) web.Passkeys {
	if d.Config.Server.BaseURL == "" {
		return nil
	}
	return passkeys{d}
}

func (p passkeys) BeginSignIn(ctx context.Context) ([]byte, string, error) {
	options, ceremony, err := p.App.People.BeginPasskeySignIn(ctx)
	return options, string(ceremony), words(err)
}

func (p passkeys) FinishSignIn(ctx context.Context, ceremony string, answer []byte, from web.Device) (web.Session, error) {
	return opened(p.App.People.FinishPasskeySignIn(ctx, people.CeremonyID(ceremony), answer, deviceOf(from)))
}

func (p passkeys) BeginAdding(ctx context.Context, actor web.Actor) ([]byte, string, error) {
	options, ceremony, err := p.App.People.BeginPasskey(ctx, idOf(actor))
	return options, string(ceremony), words(err)
}

func (p passkeys) FinishAdding(ctx context.Context, actor web.Actor, ceremony, name string, answer []byte) error {
	return words(p.App.People.FinishPasskey(ctx, idOf(actor), people.CeremonyID(ceremony), name, answer))
}

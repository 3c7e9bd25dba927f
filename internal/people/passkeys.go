package people

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"preceptor/internal/id"
)

// BeginPasskey starts the registration of a passkey for a signed-in person. The
// options are the JSON that navigator.credentials.create takes.
func (s *Service) BeginPasskey(ctx context.Context, who ID) (options []byte, ceremony CeremonyID, err error) {
	if s.passkeys == nil {
		return nil, "", ErrPasskeysOff
	}
	holder, err := s.holder(ctx, who)
	if err != nil {
		return nil, "", err
	}
	creation, challenge, err := s.passkeys.BeginRegistration(holder, webauthn.WithExclusions(holder.descriptors()))
	if err != nil {
		return nil, "", fmt.Errorf("beginning a passkey registration: %w", err)
	}
	return s.begin(ctx, who, creation, challenge)
}

// FinishPasskey checks the authenticator's answer and keeps the passkey under
// the given name. All sessions of the person get new tokens at their next request.
func (s *Service) FinishPasskey(ctx context.Context, who ID, ceremony CeremonyID, name string, answer []byte) error {
	if s.passkeys == nil {
		return ErrPasskeysOff
	}
	name, err := normalName(name)
	if err != nil {
		return err
	}
	challenge, err := s.takeCeremony(ctx, ceremony, who)
	if err != nil {
		return err
	}
	holder, err := s.holder(ctx, who)
	if err != nil {
		return err
	}
	credential, err := s.checkRegistration(holder, challenge, answer)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context) error {
		if err := s.insertPasskey(ctx, who, name, credential); err != nil {
			return err
		}
		return s.rolesChanged(ctx, "person.passkey_added", who, who, "")
	})
}

func (s *Service) checkRegistration(h holder, challenge webauthn.SessionData, answer []byte) (*webauthn.Credential, error) {
	if len(answer) > mostAnswer {
		return nil, ErrPasskey
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return nil, refusal(err)
	}
	credential, err := s.passkeys.CreateCredential(h, challenge, parsed)
	if err != nil {
		return nil, refusal(err)
	}
	return credential, nil
}

// BeginPasskeySignIn starts a sign-in without asking who it is: the
// authenticator knows. The options are the JSON that navigator.credentials.get takes.
func (s *Service) BeginPasskeySignIn(ctx context.Context) (options []byte, ceremony CeremonyID, err error) {
	if s.passkeys == nil {
		return nil, "", ErrPasskeysOff
	}
	assertion, challenge, err := s.passkeys.BeginDiscoverableLogin()
	if err != nil {
		return nil, "", fmt.Errorf("beginning a passkey sign-in: %w", err)
	}
	return s.begin(ctx, "", assertion, challenge)
}

// FinishPasskeySignIn checks the authenticator's answer and opens a session.
// Wrong answers count against the address.
func (s *Service) FinishPasskeySignIn(ctx context.Context, ceremony CeremonyID, answer []byte, from Device) (Opened, error) {
	if s.passkeys == nil {
		return Opened{}, ErrPasskeysOff
	}
	if err := s.takeTry(ctx, "", from); err != nil {
		return Opened{}, err
	}
	challenge, err := s.takeCeremony(ctx, ceremony, "")
	if err != nil {
		return Opened{}, err
	}
	who, credential, err := s.checkAssertion(ctx, challenge, answer)
	if err != nil {
		return Opened{}, err
	}
	if err := s.usedPasskey(ctx, who, credential); err != nil {
		return Opened{}, err
	}
	if err := s.returnTry(ctx, "", from); err != nil {
		return Opened{}, err
	}
	return s.open(ctx, who, ByPasskey, from)
}

func (s *Service) checkAssertion(ctx context.Context, challenge webauthn.SessionData, answer []byte) (ID, *webauthn.Credential, error) {
	if len(answer) > mostAnswer {
		return "", nil, ErrPasskey
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return "", nil, refusal(err)
	}
	find := func(_, handle []byte) (webauthn.User, error) { return s.holder(ctx, ID(handle)) }
	user, credential, err := s.passkeys.ValidatePasskeyLogin(find, challenge, parsed)
	if err != nil {
		return "", nil, refusal(err)
	}
	if credential.Authenticator.CloneWarning {
		return "", nil, fmt.Errorf("%w: its counter went back, so there may be a copy of it", ErrPasskey)
	}
	return ID(user.WebAuthnID()), credential, nil
}

// RemovePasskey forgets one passkey of the person; ErrNotFound when it is not theirs.
func (s *Service) RemovePasskey(ctx context.Context, by, who ID, passkey PasskeyID) error {
	return s.db.Tx(ctx, func(ctx context.Context) error {
		if err := s.deleteOne(ctx, fromPasskeys, who, string(passkey)); err != nil {
			return err
		}
		return s.rolesChanged(ctx, "person.passkey_removed", by, who, "")
	})
}

func (s *Service) begin(ctx context.Context, who ID, options any, challenge *webauthn.SessionData) ([]byte, CeremonyID, error) {
	text, err := json.Marshal(options)
	if err != nil {
		return nil, "", fmt.Errorf("writing passkey options: %w", err)
	}
	ceremony := id.New[CeremonyID](s.ids)
	return text, ceremony, s.insertCeremony(ctx, ceremony, who, challenge)
}

// refusal hides the library's details from people but keeps them for logs.
func refusal(err error) error {
	var detailed *protocol.Error
	if errors.As(err, &detailed) {
		return fmt.Errorf("%w: %s", ErrPasskey, detailed.Details)
	}
	return fmt.Errorf("%w: %w", ErrPasskey, err)
}

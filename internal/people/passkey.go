package people

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// CeremonyID names a registration or sign-in under way. It is no secret: what
// must not be guessed is the challenge, and the answer to it is signed.
type CeremonyID string

// PasskeyID is the credential's id, base64url.
type PasskeyID string

// Passkey is a WebAuthn credential as its owner sees it in a list.
type Passkey struct {
	ID       PasskeyID
	Name     string // what its owner calls it
	MadeAt   time.Time
	LastUsed time.Time // zero: never
}

// Site is where this installation is reached, which passkeys are bound to.
type Site struct {
	Name   string // of the institution
	Origin string // scheme, host and port; https, or http on localhost
}

// Faults of passkeys.
var (
	ErrPasskeysOff = errors.New("passkeys are off: the installation does not know its own address")
	ErrPasskey     = errors.New("the passkey was not accepted")
	ErrSite        = errors.New("the origin must look like https://learn.example.org")
)

const (
	ceremonyLife = 5 * time.Minute
	mostAnswer   = 64 << 10 // bytes of an authenticator's answer
)

// relyingParty prepares WebAuthn (Level 3) for the site; nil when it has no
// origin, or one that is a bare IP address, to which browsers bind no passkeys.
func (s Site) relyingParty() (*webauthn.WebAuthn, error) {
	if s.Origin == "" {
		return nil, nil
	}
	u, err := url.Parse(s.Origin)
	if err != nil || u.Hostname() == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return nil, fmt.Errorf("%q: %w", s.Origin, ErrSite)
	}
	if net.ParseIP(u.Hostname()) != nil {
		return nil, nil
	}
	required := true
	party, err := webauthn.New(&webauthn.Config{
		RPID:          u.Hostname(),
		RPDisplayName: s.Name,
		RPOrigins:     []string{u.Scheme + "://" + u.Host},
		// A passkey alone signs in, so it must know its owner by finger, face or
		// PIN; which make of authenticator it is, is nobody's business.
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: &required,
			UserVerification: protocol.VerificationRequired,
		},
		AttestationPreference: protocol.PreferNoAttestation,
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSite, err)
	}
	return party, nil
}

// holder is a person as the library wants to see one.
type holder struct {
	person      Person
	credentials []webauthn.Credential
}

// WebAuthnID is the user handle: the person's identifier, which says nothing
// about the person (Level 3, section 14.6.1).
func (h holder) WebAuthnID() []byte { return []byte(h.person.ID) }

// WebAuthnName tells accounts apart in the browser's dialogue.
func (h holder) WebAuthnName() string { return h.person.Login }

// WebAuthnDisplayName is the name in the browser's dialogue.
func (h holder) WebAuthnDisplayName() string { return h.person.Name }

// WebAuthnCredentials are the person's passkeys.
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.credentials }

func (h holder) descriptors() []protocol.CredentialDescriptor {
	return webauthn.Credentials(h.credentials).CredentialDescriptors()
}

package people_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net/url"
	"testing"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
)

// authenticator is a phone with one passkey: it answers what a browser would
// hand to it (WebAuthn Level 3, sections 6.1 and 6.5) with a key on P-256. A
// test may bend its answers.
type authenticator struct {
	t       *testing.T
	origin  string
	key     *ecdsa.PrivateKey
	id      []byte
	handle  []byte
	counter uint32
	flags   byte
}

const (
	userPresent  = 1 << 0
	userVerified = 1 << 2
	hasKey       = 1 << 6
)

func newAuthenticator(t *testing.T) *authenticator {
	t.Helper()
	key := got(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))(t)
	id := make([]byte, 32)
	rand.Read(id)
	return &authenticator{t: t, origin: origin, key: key, id: id, flags: userPresent | userVerified}
}

var b64 = base64.RawURLEncoding.EncodeToString

// create answers the options of a registration.
func (a *authenticator) create(options []byte) []byte {
	a.t.Helper()
	var asked struct {
		PublicKey struct {
			Challenge string
			User      struct{ ID string }
			Rp        struct{ ID string }
		}
	}
	a.decode(options, &asked)
	a.handle = got(base64.RawURLEncoding.DecodeString(asked.PublicKey.User.ID))(a.t)
	object := got(webauthncbor.Marshal(map[string]any{
		"fmt": "none", "attStmt": map[string]any{}, "authData": append(a.data(asked.PublicKey.Rp.ID, hasKey), a.attested()...),
	}))(a.t)
	return a.answer(map[string]any{
		"clientDataJSON": b64(a.client("webauthn.create", asked.PublicKey.Challenge)), "attestationObject": b64(object),
	})
}

// get answers the options of a sign-in.
func (a *authenticator) get(options []byte) []byte {
	a.t.Helper()
	var asked struct {
		PublicKey struct{ Challenge, RpID string }
	}
	a.decode(options, &asked)
	a.counter++
	client, data := a.client("webauthn.get", asked.PublicKey.Challenge), a.data(asked.PublicKey.RpID, 0)
	hash := sha256.Sum256(client)
	signed := sha256.Sum256(append(append([]byte{}, data...), hash[:]...))
	return a.answer(map[string]any{
		"clientDataJSON": b64(client), "authenticatorData": b64(data), "userHandle": b64(a.handle),
		"signature": b64(got(ecdsa.SignASN1(rand.Reader, a.key, signed[:]))(a.t)),
	})
}

func (a *authenticator) client(kind, challenge string) []byte {
	return got(json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": a.origin, "crossOrigin": false}))(a.t)
}

// data is the authenticator data: whom it is for, flags and the counter.
func (a *authenticator) data(party string, flags byte) []byte {
	if u, err := url.Parse(a.origin); err == nil && a.origin != origin {
		party = u.Hostname() // a browser binds to the page that it shows
	}
	hash := sha256.Sum256([]byte(party))
	return binary.BigEndian.AppendUint32(append(hash[:], a.flags|flags), a.counter)
}

// attested is the new credential: no make, its id, its public key in COSE form.
func (a *authenticator) attested() []byte {
	raw := got(a.key.PublicKey.Bytes())(a.t)
	cose := got(webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: raw[1:33], -3: raw[33:]}))(a.t)
	out := binary.BigEndian.AppendUint16(make([]byte, 16), uint16(len(a.id)))
	return append(append(out, a.id...), cose...)
}

func (a *authenticator) answer(response map[string]any) []byte {
	return got(json.Marshal(map[string]any{"id": b64(a.id), "rawId": b64(a.id), "type": "public-key", "response": response}))(a.t)
}

func (a *authenticator) decode(text []byte, into any) {
	a.t.Helper()
	if err := json.Unmarshal(text, into); err != nil {
		a.t.Fatal(err)
	}
}

package people

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/webauthn"

	"preceptor/internal/db"
)

// ErrPasskeyKnown is returned when somebody registered the passkey already.
var ErrPasskeyKnown = errors.New("this passkey is registered already")

func (s *Service) insertCeremony(ctx context.Context, ceremony CeremonyID, who ID, challenge *webauthn.SessionData) error {
	text, err := json.Marshal(challenge)
	if err != nil {
		return fmt.Errorf("writing a challenge: %w", err)
	}
	_, err = s.db.Exec(ctx, `INSERT INTO passkey_ceremonies (id, person_id, challenge, expires_at) VALUES (?, ?, ?, ?)`,
		ceremony, orNull(string(who)), string(text), s.at().Add(ceremonyLife))
	return err
}

// takeCeremony reads a challenge and deletes it in the same statement, so that
// it is answered once. One of another person, expired or unknown is refused.
func (s *Service) takeCeremony(ctx context.Context, ceremony CeremonyID, who ID) (challenge webauthn.SessionData, err error) {
	var text string
	err = s.db.QueryRow(ctx, `DELETE FROM passkey_ceremonies WHERE id = ? AND COALESCE(person_id, '') = ? AND expires_at > ? RETURNING challenge`,
		ceremony, who, s.at()).Scan(&text)
	if errors.Is(err, db.ErrNoRows) {
		return challenge, fmt.Errorf("%w: it took too long or was answered before", ErrPasskey)
	}
	if err != nil {
		return challenge, err
	}
	if err := json.Unmarshal([]byte(text), &challenge); err != nil {
		return challenge, fmt.Errorf("reading a challenge: %w", err)
	}
	return challenge, nil
}

func (s *Service) holder(ctx context.Context, who ID) (holder, error) {
	person, err := s.Person(ctx, who)
	if err != nil {
		return holder{}, err
	}
	rows, err := s.db.Query(ctx, `SELECT credential FROM passkeys WHERE person_id = ? ORDER BY id`, who)
	credentials, err := collect(rows, err, scanCredential)
	return holder{person: person, credentials: credentials}, err
}

func scanCredential(row scanner) (c webauthn.Credential, err error) {
	var text string
	if err := row.Scan(&text); err != nil {
		return c, err
	}
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return c, fmt.Errorf("reading a passkey: %w", err)
	}
	return c, nil
}

func (s *Service) insertPasskey(ctx context.Context, who ID, name string, c *webauthn.Credential) error {
	text, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("writing a passkey: %w", err)
	}
	_, err = s.db.Exec(ctx, `INSERT INTO passkeys (id, person_id, name, credential, made_at, used_at) VALUES (?, ?, ?, ?, ?, 0)`,
		passkeyID(c), who, name, string(text), s.at())
	return taken(err, ErrPasskeyKnown)
}

// usedPasskey keeps the authenticator's counter and the time.
func (s *Service) usedPasskey(ctx context.Context, who ID, c *webauthn.Credential) error {
	text, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("writing a passkey: %w", err)
	}
	_, err = s.db.Exec(ctx, `UPDATE passkeys SET credential = ?, used_at = ? WHERE id = ? AND person_id = ?`, string(text), s.at(), passkeyID(c), who)
	return err
}

// Passkeys lists the passkeys of a person, the oldest first.
func (s *Service) Passkeys(ctx context.Context, who ID) ([]Passkey, error) {
	rows, err := s.db.Query(ctx, `SELECT id, name, made_at, used_at FROM passkeys WHERE person_id = ? ORDER BY made_at, id`, who)
	return collect(rows, err, scanPasskey)
}

func scanPasskey(row scanner) (p Passkey, err error) {
	var made, used db.Time
	err = row.Scan(&p.ID, &p.Name, &made, &used)
	p.MadeAt, p.LastUsed = made.Time(), used.Time()
	return p, err
}

func passkeyID(c *webauthn.Credential) PasskeyID {
	return PasskeyID(base64.RawURLEncoding.EncodeToString(c.ID))
}

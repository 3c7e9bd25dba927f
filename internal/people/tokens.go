package people

import (
	"context"
	"slices"
	"strings"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/id"
)

// AddToken makes an API token of the person for the scopes. It gives back the
// secret, which cannot be read again.
func (s *Service) AddToken(ctx context.Context, who ID, name string, scopes []Scope, life time.Duration) (Token, string, error) {
	name, err := normalName(name)
	if err != nil {
		return Token{}, "", err
	}
	if err := checkScopes(scopes); err != nil {
		return Token{}, "", err
	}
	if life < time.Minute || life > mostTokenLife {
		return Token{}, "", ErrTokenLifetime
	}
	secret, hash, err := newSecret(s.entropy, TokenPrefix)
	if err != nil {
		return Token{}, "", err
	}
	now := s.now()
	token := Token{ID: id.New[TokenID](s.ids), Person: who, Name: name, Scopes: slices.Clone(scopes), MadeAt: now, Expires: now.Add(life)}
	err = s.db.Tx(ctx, func(ctx context.Context) error {
		person, err := s.Person(ctx, who)
		if err != nil {
			return err
		}
		if person.Status != Active {
			return ErrSuspended
		}
		if err := s.insertToken(ctx, token, hash); err != nil {
			return err
		}
		return s.note(ctx, "person.token_added", who, who, string(token.ID))
	})
	return token, secret, err
}

// EnterWithToken tells who holds an API token, with all roles as they stand now
// and the token's scopes. One query, and once a minute one write. ErrSignIn when
// the token is unknown, expired or revoked.
func (s *Service) EnterWithToken(ctx context.Context, secret string) (Presence, error) {
	if !strings.HasPrefix(secret, TokenPrefix) {
		return Presence{}, ErrSignIn
	}
	now := s.at()
	presence, used, err := s.presenceOfToken(ctx, hashSecret(secret), now)
	if err != nil {
		return Presence{}, err
	}
	if presence.Status != Active {
		return Presence{}, ErrSuspended
	}
	if now >= used.Add(touchEvery) {
		_, err = s.db.Exec(ctx, `UPDATE api_tokens SET used_at = ? WHERE id = ?`, now, presence.Token)
	}
	return presence, err
}

// RevokeToken ends one API token of the person; ErrNotFound when it is not theirs.
func (s *Service) RevokeToken(ctx context.Context, by, who ID, token TokenID) error {
	return s.db.Tx(ctx, func(ctx context.Context) error {
		if err := s.deleteOne(ctx, `DELETE FROM api_tokens WHERE person_id = ? AND id = ?`, who, string(token)); err != nil {
			return err
		}
		return s.note(ctx, "person.token_revoked", who, by, "")
	})
}

// Tokens lists the person's API tokens that still work, the newest first.
func (s *Service) Tokens(ctx context.Context, who ID) ([]Token, error) {
	rows, err := s.db.Query(ctx, `SELECT id, person_id, name, scopes, made_at, expires_at, used_at FROM api_tokens
		WHERE person_id = ? AND expires_at > ? ORDER BY id DESC`, who, s.at())
	return collect(rows, err, scanToken)
}

// TokenOwner tells whose API token it is, for policy.
func (s *Service) TokenOwner(ctx context.Context, token TokenID) (who ID, err error) {
	err = s.db.QueryRow(ctx, `SELECT person_id FROM api_tokens WHERE id = ?`, token).Scan(&who)
	return who, missing(err)
}

func (s *Service) insertToken(ctx context.Context, t Token, hash string) error {
	_, err := s.db.Exec(ctx, `INSERT INTO api_tokens (id, token_hash, person_id, name, scopes, made_at, expires_at, used_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, 0)`, t.ID, hash, t.Person, t.Name, joinScopes(t.Scopes), db.At(t.MadeAt), db.At(t.Expires))
	return err
}

func scanToken(row scanner) (t Token, err error) {
	var scopes string
	var made, expires, used db.Time
	err = row.Scan(&t.ID, &t.Person, &t.Name, &scopes, &made, &expires, &used)
	t.Scopes, t.MadeAt, t.Expires, t.LastUsed = scopesOf(scopes), made.Time(), expires.Time(), used.Time()
	return t, missing(err)
}

func joinScopes(scopes []Scope) string {
	words := make([]string, len(scopes))
	for i, scope := range scopes {
		words[i] = string(scope)
	}
	return strings.Join(words, " ")
}

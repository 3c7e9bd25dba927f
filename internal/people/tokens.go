package people

import (
	"context"
	"slices"
	"strings"
	"time"

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
		return presence, s.touchToken(ctx, presence.Token, now)
	}
	return presence, nil
}

// RevokeToken ends one API token of the person; ErrNotFound when it is not theirs.
func (s *Service) RevokeToken(ctx context.Context, by, who ID, token TokenID) error {
	return s.db.Tx(ctx, func(ctx context.Context) error {
		if err := s.deleteOne(ctx, fromTokens, who, string(token)); err != nil {
			return err
		}
		return s.note(ctx, "person.token_revoked", who, by, "")
	})
}

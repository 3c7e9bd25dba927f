package people

import (
	"context"
	"strings"

	"preceptor/internal/db"
)

func (s *Service) touchToken(ctx context.Context, token TokenID, now db.Time) error {
	_, err := s.db.Exec(ctx, `UPDATE api_tokens SET used_at = ? WHERE id = ?`, now, token)
	return err
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

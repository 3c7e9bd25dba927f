package people

import "context"

// Sweep deletes sessions, tokens, ceremonies, invitations and counters that are
// over. Nothing depends on it but the size of the database.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.at()
	for _, over := range []struct {
		statement string
		args      []any
	}{
		{`DELETE FROM sessions WHERE expires_at <= ? OR idle_at <= ?`, []any{now, now}},
		{`DELETE FROM api_tokens WHERE expires_at <= ?`, []any{now}},
		{`DELETE FROM passkey_ceremonies WHERE expires_at <= ?`, []any{now}},
		{`DELETE FROM invitations WHERE used_at = 0 AND expires_at <= ?`, []any{now}},
		{`DELETE FROM sign_in_tries WHERE last_at <= ?`, []any{now.Add(-accountLimit.forget)}},
	} {
		if _, err := s.db.Exec(ctx, over.statement, over.args...); err != nil {
			return err
		}
	}
	return nil
}

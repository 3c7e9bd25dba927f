package people

import (
	"context"
	"fmt"
)

// Tally counts accounts by status, and invitations that still wait.
type Tally struct {
	Active, Suspended, Invited int
}

// Tally counts the accounts of the installation.
func (s *Service) Tally(ctx context.Context) (t Tally, err error) {
	err = s.db.QueryRow(ctx, `SELECT
			(SELECT COUNT(*) FROM people WHERE status = ?),
			(SELECT COUNT(*) FROM people WHERE status = ?),
			(SELECT COUNT(*) FROM invitations WHERE used_at = 0 AND expires_at > ?)`,
		Active, Suspended, s.at()).Scan(&t.Active, &t.Suspended, &t.Invited)
	if err != nil {
		return Tally{}, fmt.Errorf("counting accounts: %w", err)
	}
	return t, nil
}

package people

import (
	"context"
	"errors"

	"preceptor/internal/db"
)

func (s *Service) insertInvitation(ctx context.Context, i Invitation, hash string) error {
	_, err := s.db.Exec(ctx, `INSERT INTO invitations (id, secret_hash, course_id, role, name, login, made_by, made_at, expires_at, used_at, used_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, NULL)`,
		i.ID, hash, orNull(string(i.Course)), i.Role, i.Name, i.Login, orNull(string(i.By)), db.At(i.MadeAt), db.At(i.Expires))
	return err
}

// Invitation reads an invitation that can still be used; otherwise ErrInvitation.
func (s *Service) Invitation(ctx context.Context, secret string) (Invitation, error) {
	return scanInvitation(s.db.QueryRow(ctx, `SELECT `+invitationColumns+` FROM invitations
		WHERE secret_hash = ? AND used_at = 0 AND expires_at > ?`, hashSecret(secret), s.at()))
}

// useInvitation marks it as used and forgets whom it was for, in the one
// statement that also finds it open.
func (s *Service) useInvitation(ctx context.Context, hash string, who ID, now db.Time) (Invitation, error) {
	return scanInvitation(s.db.QueryRow(ctx, `UPDATE invitations SET used_at = ?, used_by = ?, name = '', login = ''
		WHERE secret_hash = ? AND used_at = 0 AND expires_at > ? RETURNING `+invitationColumns, now, who, hash, now))
}

const invitationColumns = `id, COALESCE(course_id, ''), role, name, login, COALESCE(made_by, ''), made_at, expires_at`

func scanInvitation(row scanner) (i Invitation, err error) {
	var made, expires db.Time
	err = row.Scan(&i.ID, &i.Course, &i.Role, &i.Name, &i.Login, &i.By, &made, &expires)
	if errors.Is(err, db.ErrNoRows) {
		return i, ErrInvitation
	}
	i.MadeAt, i.Expires = made.Time(), expires.Time()
	return i, err
}

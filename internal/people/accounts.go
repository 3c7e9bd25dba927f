package people

import (
	"context"

	"preceptor/internal/id"
)

// Add makes an account with a profile and roles in the installation. by is
// empty at the command line. A login that is in use gives ErrLoginTaken.
func (s *Service) Add(ctx context.Context, by ID, profile Profile, roles ...Role) (Person, error) {
	profile, err := profile.normal()
	if err != nil {
		return Person{}, err
	}
	for _, role := range roles {
		if err := checkRole(role); err != nil {
			return Person{}, err
		}
	}
	var person Person
	err = s.db.Tx(ctx, func(ctx context.Context) error {
		person, err = s.add(ctx, by, profile)
		if err != nil {
			return err
		}
		for _, role := range roles {
			if err := s.grant(ctx, by, person.ID, role); err != nil {
				return err
			}
		}
		return nil
	})
	return person, err
}

func (s *Service) add(ctx context.Context, by ID, profile Profile) (Person, error) {
	person := Person{ID: id.New[ID](s.ids), Login: profile.Login, Name: profile.Name, Language: profile.Language,
		Zone: profile.Zone, Status: Active, MadeAt: s.at().Time(), Version: 1}
	if err := s.insertPerson(ctx, person); err != nil {
		return Person{}, err
	}
	return person, s.note(ctx, "person.added", person.ID, by, "")
}

// Edit changes the profile of an account that stood at version; ErrConflict
// when somebody else was faster.
func (s *Service) Edit(ctx context.Context, by, who ID, version int64, profile Profile) error {
	profile, err := profile.normal()
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context) error {
		if err := s.updateProfile(ctx, who, version, profile); err != nil {
			return err
		}
		return s.note(ctx, "person.edited", who, by, "")
	})
}

// Suspend ends every session and API token of the person at once and lets
// nobody in until Restore.
func (s *Service) Suspend(ctx context.Context, by, who ID) error {
	return s.db.Tx(ctx, func(ctx context.Context) error {
		if err := s.updateStatus(ctx, who, Active, Suspended); err != nil {
			return err
		}
		if err := s.endEverything(ctx, who); err != nil {
			return err
		}
		return s.note(ctx, "person.suspended", who, by, "")
	})
}

// Restore lets a suspended person sign in again. What suspension ended stays ended.
func (s *Service) Restore(ctx context.Context, by, who ID) error {
	return s.db.Tx(ctx, func(ctx context.Context) error {
		if err := s.updateStatus(ctx, who, Suspended, Active); err != nil {
			return err
		}
		return s.note(ctx, "person.restored", who, by, "")
	})
}

// Erase empties the account: login, name, language, zone, roles, enrolments,
// passwords, passkeys, sessions and tokens. The bare identifier stays, because
// other rows point to it. Erasing twice changes nothing. It is the account's
// part of an erasure; privacy does the rest in the same transaction and tells
// the ledger.
func (s *Service) Erase(ctx context.Context, who ID) error {
	return s.db.Tx(ctx, func(ctx context.Context) error {
		person, err := s.Person(ctx, who)
		if err != nil || person.Status == Erased {
			return err
		}
		if err := s.endEverything(ctx, who); err != nil {
			return err
		}
		return s.eraseRows(ctx, who, person.Login)
	})
}

// Grant gives a person a role in the installation. Holding it already is fine.
func (s *Service) Grant(ctx context.Context, by, who ID, role Role) error {
	if err := checkRole(role); err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context) error { return s.grant(ctx, by, who, role) })
}

func (s *Service) grant(ctx context.Context, by, who ID, role Role) error {
	changed, err := s.insertRole(ctx, who, role)
	if err != nil || !changed {
		return err
	}
	return s.rolesChanged(ctx, "person.role_granted", by, who, string(role))
}

// Revoke takes a role in the installation away. Not holding it is fine.
func (s *Service) Revoke(ctx context.Context, by, who ID, role Role) error {
	if err := checkRole(role); err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context) error {
		changed, err := s.deleteRole(ctx, who, role)
		if err != nil || !changed {
			return err
		}
		return s.rolesChanged(ctx, "person.role_revoked", by, who, string(role))
	})
}

// rolesChanged asks for new session tokens, so that one that leaked before the
// change gives nothing after it, and notes the change.
func (s *Service) rolesChanged(ctx context.Context, kind string, by, who ID, detail string) error {
	if err := s.requestRotation(ctx, who); err != nil {
		return err
	}
	return s.note(ctx, kind, who, by, detail)
}

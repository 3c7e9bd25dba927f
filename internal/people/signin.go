package people

import (
	"context"
	"errors"
)

// SignIn checks a password and opens a session. Wrong logins and wrong passwords
// give the same ErrWrongPassword after the same work; too many give Throttled.
func (s *Service) SignIn(ctx context.Context, login, password string, from Device) (Opened, error) {
	account, err := NormalLogin(login)
	if err != nil {
		account = ""
	}
	person, err := s.prove(ctx, account, password, from)
	if err != nil {
		return Opened{}, err
	}
	return s.open(ctx, person, ByPassword, from)
}

// prove counts the attempt, checks the password, and takes the count back when
// it was right, or when there was no time to look.
func (s *Service) prove(ctx context.Context, login, password string, from Device) (ID, error) {
	if err := s.takeTry(ctx, login, from); err != nil {
		return "", err
	}
	person, err := s.checkCredentials(ctx, login, password)
	switch {
	case err == nil:
		return person, s.forgetTries(ctx, login, from)
	case errors.Is(err, ErrBusy), ctx.Err() != nil:
		return "", errors.Join(err, s.returnTry(context.WithoutCancel(ctx), login, from))
	}
	return "", err
}

// checkCredentials does the same work whether or not the account exists.
func (s *Service) checkCredentials(ctx context.Context, login, password string) (ID, error) {
	person, stored, err := s.passwordOf(ctx, login)
	if errors.Is(err, ErrNotFound) {
		stored, err = s.hasher.nobody, nil
	}
	if err != nil {
		return "", err
	}
	normal, spelling := normalPassword(password)
	right, stale, err := s.hasher.verify(ctx, stored, normal)
	if err != nil {
		return "", err
	}
	if !right || spelling != nil || person == "" {
		return "", ErrWrongPassword
	}
	if stale {
		return person, s.rehash(ctx, person, stored, normal)
	}
	return person, nil
}

// rehash stores a password at today's cost, unless it was changed meanwhile.
func (s *Service) rehash(ctx context.Context, who ID, old, password string) error {
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.replaceHash(ctx, who, old, hash)
}

// SetPassword gives a person a new password and ends all sessions but keep,
// whose token is due to be rotated. keep is empty when somebody else sets it.
func (s *Service) SetPassword(ctx context.Context, by, who ID, password string, keep SessionID) error {
	person, err := s.Person(ctx, who)
	if err != nil {
		return err
	}
	if person.Status == Erased {
		return ErrStatus
	}
	password, err = checkPassword(password, person.Login)
	if err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context) error {
		if err := s.savePassword(ctx, who, hash); err != nil {
			return err
		}
		if err := s.endOthers(ctx, who, keep); err != nil {
			return err
		}
		return s.rolesChanged(ctx, "person.password_set", by, who, "")
	})
}

// ChangePassword is SetPassword by the person, who proves the old one first.
// Wrong guesses count as failed sign-ins.
func (s *Service) ChangePassword(ctx context.Context, who ID, old, password string, keep SessionID) error {
	person, err := s.Person(ctx, who)
	if err != nil {
		return err
	}
	if _, err := s.prove(ctx, person.Login, old, Device{}); err != nil {
		return err
	}
	return s.SetPassword(ctx, who, who, password, keep)
}

// DemoSignIn opens a session without any proof. Only a demonstration may offer it.
func (s *Service) DemoSignIn(ctx context.Context, who ID, from Device) (Opened, error) {
	return s.open(ctx, who, ByDemo, from)
}

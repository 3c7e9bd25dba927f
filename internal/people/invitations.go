package people

import (
	"context"
	"time"

	"preceptor/internal/id"
)

// Invite makes an invitation for one person to hold the offered role, in the
// course or, when it is empty, in the installation. It gives back the secret for
// the link.
func (s *Service) Invite(ctx context.Context, by ID, offer Offer, life time.Duration) (Invitation, string, error) {
	now := s.now()
	offer, err := offer.normal()
	if err != nil {
		return Invitation{}, "", err
	}
	invitation := Invitation{ID: id.New[InvitationID](s.ids), Offer: offer, By: by, MadeAt: now, Expires: now.Add(life)}
	if err := invitation.check(life); err != nil {
		return Invitation{}, "", err
	}
	if offer.Course != "" {
		if _, err := s.Course(ctx, offer.Course); err != nil {
			return Invitation{}, "", err
		}
	}
	secret, hash, err := newSecret(s.entropy, "")
	if err != nil {
		return Invitation{}, "", err
	}
	return invitation, secret, s.insertInvitation(ctx, invitation, hash)
}

// Join uses an invitation to make an account and opens its first session. The
// password may be empty when a passkey is to be registered in that session.
func (s *Service) Join(ctx context.Context, secret string, profile Profile, password string, from Device) (Opened, error) {
	profile, err := profile.normal()
	if err != nil {
		return Opened{}, err
	}
	hash := ""
	if password != "" {
		if hash, err = s.hashNew(ctx, secret, password, profile.Login); err != nil {
			return Opened{}, err
		}
	}
	var opened Opened
	err = s.db.Tx(ctx, func(ctx context.Context) error {
		person, err := s.add(ctx, "", profile)
		if err != nil {
			return err
		}
		if hash != "" {
			if err := s.savePassword(ctx, person.ID, hash); err != nil {
				return err
			}
		}
		if err := s.accept(ctx, secret, person.ID); err != nil {
			return err
		}
		opened, err = s.open(ctx, person.ID, ByInvitation, from)
		return err
	})
	return opened, err
}

// hashNew refuses strangers before the costly work.
func (s *Service) hashNew(ctx context.Context, secret, password, login string) (string, error) {
	if _, err := s.Invitation(ctx, secret); err != nil {
		return "", err
	}
	password, err := checkPassword(password, login)
	if err != nil {
		return "", err
	}
	return s.hasher.hash(ctx, password)
}

// Accept uses an invitation for somebody who has an account already.
func (s *Service) Accept(ctx context.Context, secret string, who ID) error {
	return s.db.Tx(ctx, func(ctx context.Context) error { return s.accept(ctx, secret, who) })
}

// accept marks the invitation as used and gives what it promises.
func (s *Service) accept(ctx context.Context, secret string, who ID) error {
	invitation, err := s.useInvitation(ctx, hashSecret(secret), who, s.at())
	if err != nil {
		return err
	}
	if invitation.Course == "" {
		return s.grant(ctx, invitation.By, who, invitation.Role)
	}
	return s.enrol(ctx, invitation.By, Enrolment{Person: who, Course: invitation.Course, Role: invitation.Role})
}

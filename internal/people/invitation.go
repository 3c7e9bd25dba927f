package people

import (
	"errors"
	"time"
)

// InvitationID names an invitation. It is no secret; the link is.
type InvitationID string

// Invitation lets one person in, once.
type Invitation struct {
	ID InvitationID
	Offer
	By      ID // empty: made at the command line
	MadeAt  time.Time
	Expires time.Time
}

// Offer is what an invitation is for. Name and login are known when a certain
// person is invited; they are forgotten once the invitation was used.
type Offer struct {
	Course CourseID // empty: into the installation
	Role   Role     // that the person will hold
	Name   string
	Login  string
}

// Faults of invitations.
var (
	ErrInvitation     = errors.New("this invitation is unknown, used or expired")
	ErrInvitationLife = errors.New("an invitation lives between one minute and ninety days")
)

const mostInvitationLife = 90 * 24 * time.Hour

func (i Invitation) check(life time.Duration) error {
	if life < time.Minute || life > mostInvitationLife {
		return ErrInvitationLife
	}
	if i.Course == "" {
		return checkRole(i.Role)
	}
	return checkCourseRole(i.Role)
}

// normal brings the name and login, where given, into their one spelling.
func (o Offer) normal() (Offer, error) {
	var err error
	if o.Login != "" {
		if o.Login, err = NormalLogin(o.Login); err != nil {
			return o, err
		}
	}
	if o.Name != "" {
		o.Name, err = normalName(o.Name)
	}
	return o, err
}

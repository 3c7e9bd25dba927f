package people

import (
	"errors"
	"time"
)

// InvitationID names an invitation. It is no secret; the link is.
type InvitationID string

// Invitation lets one person in, once.
type Invitation struct {
	ID      InvitationID
	Course  CourseID // empty: into the installation
	Role    Role     // that the person will hold
	By      ID       // empty: made at the command line
	MadeAt  time.Time
	Expires time.Time
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

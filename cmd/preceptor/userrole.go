package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"preceptor/internal/people"
	"preceptor/internal/policy"
)

type userRole struct {
	settings
	Login  string   `arg:"" help:"Whose account."`
	Grant  []string `placeholder:"ROLE" help:"Role to grant; may be repeated."`
	Revoke []string `placeholder:"ROLE" help:"Role to revoke; may be repeated."`
	Course string   `placeholder:"CODE" help:"The course in which; without it, the installation."`
}

// Help is the long help.
func (userRole) Help() string {
	return `Takes effect at the person's next request; their sessions get new tokens. Granting a role twice and revoking one that is not held change nothing.

` + rolesInWords + ` In a course: learner, educator, examiner, supervisor, curriculum_lead.`
}

// Run grants and revokes.
func (c userRole) Run(streams *Streams) error {
	if len(c.Grant)+len(c.Revoke) == 0 {
		return usageError("name a role with --grant or --revoke")
	}
	return c.inOffice(streams, false, func(ctx context.Context, o office) error {
		if c.Course != "" {
			return c.inCourse(ctx, o)
		}
		person, err := o.person(ctx, c.Login, policy.PersonRole)
		if err != nil {
			return err
		}
		for _, role := range rolesOf(c.Grant) {
			if err := o.people.Grant(ctx, "", person.ID, role); err != nil {
				return err
			}
		}
		for _, role := range rolesOf(c.Revoke) {
			if err := o.people.Revoke(ctx, "", person.ID, role); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c userRole) inCourse(ctx context.Context, o office) error {
	person, err := o.person(ctx, c.Login, policy.PersonRead)
	if err != nil {
		return err
	}
	course, err := o.course(ctx, c.Course)
	if err != nil {
		return err
	}
	if err := o.allow(ctx, policy.EnrolmentWrite, policy.Object{Kind: policy.Enrolment, Owner: person.ID, Course: course.ID}); err != nil {
		return err
	}
	for _, role := range rolesOf(c.Grant) {
		if err := o.people.Enrol(ctx, "", people.Enrolment{Person: person.ID, Course: course.ID, Role: role}); err != nil {
			return err
		}
	}
	for _, role := range rolesOf(c.Revoke) {
		if err := o.people.Leave(ctx, "", person.ID, course.ID, role); err != nil {
			return err
		}
	}
	return nil
}

type userInvite struct {
	settings
	Role   string `arg:"" help:"Role that the person will hold."`
	Course string `placeholder:"CODE" help:"The course in which; without it, the installation."`
	Days   int    `default:"7" help:"How long the invitation can be used, 1 to 90 days."`
	Site   string `placeholder:"URL" help:"Address of the installation, for the link (default: server.base_url)."`
}

// Help is the long help.
func (userInvite) Help() string {
	return `Prints a link for one person, who makes an account with it or adds the role to the one they have. It works once. Only its hash is stored, so it cannot be printed again.

` + rolesInWords + ` In a course: learner, educator, examiner, supervisor, curriculum_lead.`
}

// Run invites.
func (c userInvite) Run(streams *Streams) error {
	return c.inOffice(streams, false, func(ctx context.Context, o office) error {
		course, err := c.scope(ctx, o)
		if err != nil {
			return err
		}
		_, secret, err := o.people.Invite(ctx, "", people.Offer{Course: course, Role: people.Role(c.Role)}, time.Duration(c.Days)*24*time.Hour)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(streams.Out, "%s/join/%s\n", strings.TrimRight(cmp.Or(c.Site, o.site), "/"), secret)
		return err
	})
}

// scope asks whether somebody may be invited there.
func (c userInvite) scope(ctx context.Context, o office) (people.CourseID, error) {
	if c.Course == "" {
		return "", o.allow(ctx, policy.PersonInvite, policy.Object{Kind: policy.Person})
	}
	course, err := o.course(ctx, c.Course)
	if err != nil {
		return "", err
	}
	return course.ID, o.allow(ctx, policy.EnrolmentWrite, policy.Object{Kind: policy.Enrolment, Course: course.ID})
}

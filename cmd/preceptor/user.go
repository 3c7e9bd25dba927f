package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"preceptor/internal/app"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
)

// UserCmd is the command group "user".
type UserCmd struct {
	Add      userAdd      `cmd:"" help:"Make an account."`
	List     userList     `cmd:"" help:"List the accounts with their roles."`
	Suspend  userSuspend  `cmd:"" help:"Suspend an account; every session and API token ends at once."`
	Restore  userRestore  `cmd:"" help:"Let a suspended person sign in again."`
	Erase    userErase    `cmd:"" help:"Erase a person: empty the account and destroy the key to what they wrote."`
	Role     userRole     `cmd:"" help:"Grant or revoke roles, in the installation or in a course."`
	Invite   userInvite   `cmd:"" help:"Make an invitation that lets one person in, once."`
	Password userPassword `cmd:"" help:"Set a person's password; all sessions of the person end."`
}

// office is an installation with what the user commands need of it.
type office struct {
	people  *people.Service
	policy  *policy.Policy
	privacy *privacy.Service
	site    string // its address, for links
}

// inOffice opens the installation that the settings name, beside a server that
// may be running on it, and does the work. What is missing is made only where
// the command is one to begin with.
func (s settings) inOffice(streams *Streams, mayMake bool, do func(ctx context.Context, o office) error) error {
	cfg, err := s.load()
	if err != nil {
		return err
	}
	if _, err := os.Stat(cfg.Privacy.KeyFile); err != nil && !mayMake {
		return usageError("there is no installation: %w", err)
	}
	ctx := context.Background()
	a, err := app.Open(ctx, cfg, app.Outside{Now: time.Now, Entropy: rand.Reader, Log: logger(streams, cfg.Log), Version: version})
	if err != nil {
		return err
	}
	o := office{people: a.People, policy: a.Policy, privacy: a.Privacy, site: cfg.Server.BaseURL}
	return errors.Join(inWords(do(ctx, o)), a.Close())
}

// allow asks the rules, like every way in.
func (o office) allow(ctx context.Context, action policy.Action, object policy.Object) error {
	return o.policy.Allow(ctx, policy.Operator(), action, object)
}

// person finds an account by its login and asks whether the action may be done to it.
func (o office) person(ctx context.Context, login string, action policy.Action) (people.Person, error) {
	person, err := o.people.PersonByLogin(ctx, login)
	if err != nil {
		return person, fmt.Errorf("%s: %w", login, err)
	}
	return person, o.allow(ctx, action, policy.Object{Kind: policy.Person, ID: string(person.ID)})
}

// course finds a course by its code.
func (o office) course(ctx context.Context, code string) (people.Course, error) {
	found, err := o.people.Courses(ctx, "code = ?", []any{code})
	if err != nil {
		return people.Course{}, err
	}
	if len(found) == 0 {
		return people.Course{}, usageError("there is no course with the code %s", code)
	}
	return found[0], nil
}

// inWords turns the faults of what was typed into exit status 2.
func inWords(err error) error {
	for _, typed := range []error{people.ErrNotFound, people.ErrLogin, people.ErrLoginTaken, people.ErrName, people.ErrLanguage,
		people.ErrZone, people.ErrRole, people.ErrWeakPassword, people.ErrInvitationLife} {
		if errors.Is(err, typed) {
			return usageError("%w", err)
		}
	}
	return err
}

type userList struct {
	settings
}

// Help is the long help.
func (userList) Help() string {
	return `One line per account that is not erased, the oldest first: login, status, roles in the installation, name, identifier.`
}

// Run lists.
func (c userList) Run(streams *Streams) error {
	return c.inOffice(streams, false, func(ctx context.Context, o office) error {
		scope, err := o.policy.Scope(ctx, policy.Operator(), policy.PersonRead, policy.Person)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(streams.Out, 0, 0, 2, ' ', 0)
		page := people.Page{Size: 200}
		for {
			some, err := o.people.People(ctx, scope.SQL, scope.Args, page)
			if err != nil {
				return err
			}
			for _, person := range some {
				if err := o.listOne(ctx, table, person); err != nil {
					return err
				}
				page.After = person.ID
			}
			if len(some) < page.Size {
				return table.Flush()
			}
		}
	})
}

func (o office) listOne(ctx context.Context, table *tabwriter.Writer, person people.Person) error {
	presence, err := o.people.PresenceOf(ctx, person.ID)
	if err != nil {
		return err
	}
	roles := "-"
	if len(presence.Roles) > 0 {
		roles = strings.Join(roleNames(presence.Roles), ",")
	}
	_, err = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", person.Login, person.Status, roles, person.Name, person.ID)
	return err
}

func roleNames(roles []people.Role) []string {
	names := make([]string, len(roles))
	for i, role := range roles {
		names[i] = string(role)
	}
	return names
}

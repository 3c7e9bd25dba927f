package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"preceptor/internal/people"
	"preceptor/internal/policy"
)

type userAdd struct {
	settings
	Login    string   `arg:"" help:"E-mail address or short name."`
	Name     string   `arg:"" help:"As the person wants to be called."`
	Role     []string `placeholder:"ROLE" help:"Role in the installation; may be repeated."`
	Language string   `placeholder:"TAG" help:"BCP 47; empty to follow the browser."`
	Zone     string   `placeholder:"ZONE" help:"IANA time zone; empty for the institution's."`
	Password bool     `help:"Ask for a password, or read it from the first line of standard input."`
}

const rolesInWords = `Roles: learner, educator, examiner, supervisor, curriculum_lead, governance_officer, administrator, researcher.`

// Help is the long help.
func (userAdd) Help() string {
	return `Makes an account and prints its identifier. This is also how the first administrator of an installation comes to be:

    preceptor user add ana@example.org "Ana Lima" --role administrator --password --data data

Without --password nobody can sign in until "user password" has been used. A password is never an argument, where other users of the machine could see it.

` + rolesInWords + ` A role in the installation opens no learner's work; only a role in the course does ("user role --course").`
}

// Run adds.
func (c userAdd) Run(streams *Streams) error {
	return c.inOffice(streams, true, func(ctx context.Context, o office) error {
		if err := o.allow(ctx, policy.PersonAdd, policy.Object{Kind: policy.Person}); err != nil {
			return err
		}
		password := ""
		if c.Password {
			var err error
			if password, err = readPassword(streams); err != nil {
				return err
			}
			if err := people.CheckPassword(password, c.Login); err != nil {
				return err
			}
		}
		profile := people.Profile{Login: c.Login, Name: c.Name, Language: c.Language, Zone: c.Zone}
		person, err := o.people.Add(ctx, "", profile, rolesOf(c.Role)...)
		if err != nil {
			return err
		}
		if c.Password {
			if err := o.people.SetPassword(ctx, "", person.ID, password, ""); err != nil {
				return err
			}
		}
		_, err = fmt.Fprintln(streams.Out, person.ID)
		return err
	})
}

func rolesOf(words []string) []people.Role {
	roles := make([]people.Role, len(words))
	for i, word := range words {
		roles[i] = people.Role(word)
	}
	return roles
}

type userSuspend struct {
	settings
	Login string `arg:"" help:"Whose account."`
}

// Help is the long help.
func (userSuspend) Help() string {
	return `Deletes every session, API token and open invitation of the person in one step; a running server asks the database at each request, so it takes effect at once. What the person wrote stays. "user restore" lets them sign in again.`
}

// Run suspends.
func (c userSuspend) Run(streams *Streams) error {
	return c.inOffice(streams, false, func(ctx context.Context, o office) error {
		person, err := o.person(ctx, c.Login, policy.PersonSuspend)
		if err != nil {
			return err
		}
		return o.people.Suspend(ctx, "", person.ID)
	})
}

type userRestore struct {
	settings
	Login string `arg:"" help:"Whose account."`
}

// Help is the long help.
func (userRestore) Help() string {
	return `The person signs in with the same password and passkeys as before. Sessions and API tokens that the suspension ended stay ended.`
}

// Run restores.
func (c userRestore) Run(streams *Streams) error {
	return c.inOffice(streams, false, func(ctx context.Context, o office) error {
		person, err := o.person(ctx, c.Login, policy.PersonSuspend)
		if err != nil {
			return err
		}
		return o.people.Restore(ctx, "", person.ID)
	})
}

type userPassword struct {
	settings
	Login string `arg:"" help:"Whose account."`
}

// Help is the long help.
func (userPassword) Help() string {
	return `Asks for the new password twice at a terminal; otherwise reads it from the first line of standard input:

    preceptor user password ana@example.org --data data < secret.txt

Only somebody at the machine can set a password without knowing the old one: whoever sets it could read the person's private practice.`
}

// Run sets the password.
func (c userPassword) Run(streams *Streams) error {
	return c.inOffice(streams, false, func(ctx context.Context, o office) error {
		person, err := o.person(ctx, c.Login, policy.PersonReset)
		if err != nil {
			return err
		}
		password, err := readPassword(streams)
		if err != nil {
			return err
		}
		return o.people.SetPassword(ctx, "", person.ID, password, "")
	})
}

// readPassword asks twice at a terminal, without showing what is typed;
// otherwise it takes the first line of the input.
func readPassword(streams *Streams) (string, error) {
	terminal, ok := streams.In.(*os.File)
	if !ok || !term.IsTerminal(int(terminal.Fd())) {
		line, err := bufio.NewReader(io.LimitReader(streams.In, 4096)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("reading the password: %w", err)
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	first, err := promptHidden(streams, terminal, "New password: ")
	if err != nil {
		return "", err
	}
	second, err := promptHidden(streams, terminal, "Once more: ")
	if err != nil {
		return "", err
	}
	if first != second {
		return "", usageError("the two passwords differ")
	}
	return first, nil
}

func promptHidden(streams *Streams, terminal *os.File, prompt string) (string, error) {
	fmt.Fprint(streams.Err, prompt)
	typed, err := term.ReadPassword(int(terminal.Fd()))
	fmt.Fprintln(streams.Err)
	if err != nil {
		return "", fmt.Errorf("reading the password: %w", err)
	}
	return string(typed), nil
}

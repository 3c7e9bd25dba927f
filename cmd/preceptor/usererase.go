package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"

	"preceptor/internal/people"
	"preceptor/internal/policy"
)

type userErase struct {
	settings
	Login string `arg:"" help:"Whose account."`
	Yes   bool   `help:"Do not ask for the login again."`
}

// Help is the long help.
func (userErase) Help() string {
	return `Empties the account and destroys the person's key, so that nobody can read again what the person wrote, here or in an older backup. Nothing brings it back. What others wrote about the person in their own name stays. It asks to type the login again.

Afterwards make a new file of keys ("preceptor backup --keys") and destroy the older ones: with an older one the person's text could still be read in an older backup. docs/privacy.md says what erasure cannot reach.`
}

// Run erases.
func (c userErase) Run(streams *Streams) error {
	return c.inOffice(streams, false, func(ctx context.Context, o office) error {
		person, err := o.person(ctx, c.Login, policy.PersonErase)
		if err != nil {
			return err
		}
		if !c.Yes {
			if err := confirmLogin(streams, person.Login); err != nil {
				return err
			}
		}
		if err := o.privacy.Erase(ctx, "", person.ID); err != nil {
			return err
		}
		_, err = fmt.Fprintf(streams.Out, "The account %s is empty and nobody can read any more what the person wrote; "+
			"now make a new backup of the keys and destroy the older ones.\n", person.ID)
		return err
	})
}

// confirmLogin wants the login typed once more.
func confirmLogin(streams *Streams, login string) error {
	fmt.Fprint(streams.Err, "This cannot be undone. Type the login again: ")
	line, err := bufio.NewReader(io.LimitReader(streams.In, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading the login: %w", err)
	}
	typed, err := people.NormalLogin(line)
	if err != nil || typed != login {
		return usageError("that is not the login; nobody was erased")
	}
	return nil
}

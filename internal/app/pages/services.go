package pages

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"golang.org/x/sync/singleflight"

	"preceptor/internal/app"
	"preceptor/internal/cases"
	"preceptor/internal/encounter"
	"preceptor/internal/id"
	"preceptor/internal/people"
	"preceptor/internal/policy"
	"preceptor/internal/privacy"
	"preceptor/internal/rubric"
	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

// Services gives the pages everything they need of the installation.
func Services(a *app.App) web.Services {
	d := desk{a}
	return web.Services{
		Sessions: sessions{d}, Passkeys: passkeysOf(d), Policy: gatekeeper{d}, Homes: homes{d}, Cases: caseShelf{d},
		Encounters: consultations{d}, Reviews: reviews{d}, Made: made{d}, Ledger: ledgerDesk{d, &singleflight.Group{}}, People: accounts{d},
		Joining: joining{d}, Settings: settings{d}, Feed: feed{d},
	}
}

// desk is what all services work at.
type desk struct{ *app.App }

// actorOf is the policy's view of whoever is at the page.
func actorOf(a web.Actor) policy.Actor {
	presence, _ := a.Standing.(people.Presence)
	return policy.Of(presence)
}

func idOf(a web.Actor) people.ID { return people.ID(a.ID) }

// causes gives the words that pages have to the causes of the floors below.
var causes = []struct{ from, to error }{
	{people.ErrSignIn, web.ErrSignIn}, {people.ErrSuspended, web.ErrSignIn},
	{people.ErrNotFound, web.ErrNotFound}, {people.ErrInvitation, web.ErrNotFound},
	{people.ErrWrongPassword, web.ErrWrongPassword}, {people.ErrBusy, web.ErrTooMany},
	{people.ErrConflict, web.ErrConflict}, {people.ErrStatus, web.ErrConflict},
	{policy.ErrDenied, web.ErrForbidden}, {privacy.ErrErased, web.ErrNotFound},
	{cases.ErrNoCase, web.ErrNotFound}, {encounter.ErrNotFound, web.ErrNotFound},
	{encounter.ErrOver, web.ErrConflict}, {encounter.ErrNotOver, web.ErrConflict}, {encounter.ErrStale, web.ErrConflict},
	{encounter.ErrTurnTaken, web.ErrConflict}, {encounter.ErrNothingSaid, web.ErrBadRequest}, {encounter.ErrTooLong, web.ErrTooLarge},
	{rubric.ErrSigned, web.ErrConflict}, {rubric.ErrUndecided, web.ErrConflict},
	{rubric.ErrOwnReading, web.ErrForbidden}, {rubric.ErrNoItem, web.ErrBadRequest}, {rubric.ErrNoReason, web.ErrBadRequest},
	{encounter.ErrOpenTaken, web.ErrConflict}, {encounter.ErrNoDiagnosis, web.ErrConflict}, {encounter.ErrBusy, web.ErrTooMany},
	{encounter.ErrPurpose, web.ErrBadRequest}, {encounter.ErrKind, web.ErrBadRequest}, {encounter.ErrConfidence, web.ErrBadRequest},
	{encounter.ErrNoTurn, web.ErrNotFound}, {id.ErrMalformed, web.ErrBadRequest},
}

// fields are the causes that a form can show beside a field, with their message.
var fields = []struct {
	cause      error
	field, key string
}{
	{people.ErrWeakPassword, "password", "join.password-help"}, {people.ErrName, "name", "invite.name-missing"},
	{people.ErrLogin, "email", "invite.email-missing"}, {people.ErrLoginTaken, "email", "invite.email-taken"},
	{people.ErrRole, "role", "invite.role-missing"}, {people.ErrScope, "scope", "settings.token-scope-missing"},
	{rubric.ErrSameMark, "verdict", "review.verdict-same"}, {people.ErrTokenLifetime, "days", "settings.token-days-wrong"}, {people.ErrWrongPassword, "current", "signin.wrong"},
}

// refusal turns a cause into the fault of a form's field; others stay as they are.
func refusal(err error) error {
	for _, f := range fields {
		if errors.Is(err, f.cause) {
			return view.Refuse(f.field, f.key)
		}
	}
	return err
}

// words wraps err with the cause that the pages know; others stay as they are.
func words(err error) error {
	var throttled people.Throttled
	if errors.As(err, &throttled) {
		return fmt.Errorf("%w: %w", web.ErrTooMany, err)
	}
	for _, c := range causes {
		if errors.Is(err, c.from) {
			return fmt.Errorf("%w: %w", c.to, err)
		}
	}
	return err
}

// named is a person's name, or nothing when the account is gone.
func (d desk) named(ctx context.Context, who people.ID) string {
	p, err := d.App.People.Person(ctx, who)
	if err != nil {
		return ""
	}
	return p.Name
}

// pageSize is how many rows a list shows at once.
const pageSize = 50

// listAt is the address of a list, up to where its pages add their offset.
// The query is names and values in turn; empty values are left out.
func listAt(path string, query ...string) string {
	set := url.Values{}
	for n := 0; n < len(query); n += 2 {
		if query[n+1] != "" {
			set.Set(query[n], query[n+1])
		}
	}
	if len(set) == 0 {
		return path + "?"
	}
	return path + "?" + set.Encode() + "&"
}

// window cuts the rows of one page out of a list that is already short.
func window[T any](rows []T, offset int, path string) ([]T, view.Pages) {
	offset = min(max(offset, 0), len(rows))
	end := min(offset+pageSize, len(rows))
	return rows[offset:end], view.Pages{Offset: offset, Size: pageSize, Total: len(rows), Path: path}
}

package web

import (
	"context"
	"io"
	"time"

	"preceptor/internal/web/view"
)

// Actor is the person behind a session.
type Actor struct {
	ID     string
	Name   string
	Email  string
	Roles  []view.Role
	Locale string // BCP-47; empty to follow the browser
	Zone   string // IANA time zone; empty for the institution's
	// Standing is what Sessions knows about the person's rights; the shell hands
	// it back to the other services unread.
	Standing any
	// RenewDue asks for a new session token, since the person's rights have changed.
	RenewDue bool
}

// Services are what the pages need from the floors below. Each is declared by
// the page that uses it; internal/app plugs the real ones in.
type Services struct {
	Sessions   Sessions
	Passkeys   Passkeys // nil when passkeys are not offered
	Policy     Policy
	Homes      Homes
	Cases      Cases
	Encounters Encounters
	Reviews    Reviews
	Made       Made
	Ledger     Ledger
	People     People
	Joining    Joining
	Settings   Settings
	Feed       Feed
}

// Policy is the one choke point of authorization. Allow returns nil, or
// ErrForbidden, or ErrNotFound when even the existence is not to be told.
type Policy interface {
	Allow(ctx context.Context, actor Actor, action string, object Object) error
}

// Device says where a sign-in comes from.
type Device struct {
	Agent   string // the User-Agent header
	Address string
}

// Session is an opened session: the secret for the cookie and its end.
type Session struct {
	Token   string
	Expires time.Time
}

// Sessions opens, reads and closes sessions.
type Sessions interface {
	// Actor tells who holds the token; ErrSignIn when nobody does (any more).
	Actor(ctx context.Context, token string) (Actor, error)
	// SignIn checks a password; ErrWrongPassword when it does not fit.
	SignIn(ctx context.Context, email, password string, from Device) (Session, error)
	// Renew gives the session of the token a new one; the old one lives on for
	// the requests that are under way.
	Renew(ctx context.Context, token string) (Session, error)
	// SignOut ends the session of the token.
	SignOut(ctx context.Context, token string) error
	// DemoPeople lists the people of the demonstration; empty outside it.
	DemoPeople(ctx context.Context) ([]view.DemoPerson, error)
	// DemoSignIn signs a person of the demonstration in with one click.
	DemoSignIn(ctx context.Context, person string, from Device) (Session, error)
}

// Passkeys runs the two WebAuthn ceremonies. Options and answers are the JSON
// of the WebAuthn standard; the ceremony is an opaque reference that the shell
// keeps in a cookie between the two steps.
type Passkeys interface {
	BeginSignIn(ctx context.Context) (options []byte, ceremony string, err error)
	FinishSignIn(ctx context.Context, ceremony string, answer []byte, from Device) (Session, error)
	BeginAdding(ctx context.Context, actor Actor) (options []byte, ceremony string, err error)
	FinishAdding(ctx context.Context, actor Actor, ceremony, name string, answer []byte) error
}

// Homes fills the first page of each role.
type Homes interface {
	Home(ctx context.Context, actor Actor, role view.Role) (view.Home, error)
}

// Cases shows the cases that an actor may see.
type Cases interface {
	List(ctx context.Context, actor Actor, query string, offset int) (view.Cases, error)
	Brief(ctx context.Context, actor Actor, caseID string) (view.CaseBrief, error)
}

// Encounters runs encounters.
type Encounters interface {
	// Start opens an encounter under the client-made id; starting it again changes nothing.
	Start(ctx context.Context, actor Actor, caseID, encounterID string, purpose view.Purpose) error
	// Open gives the encounter as it stands.
	Open(ctx context.Context, actor Actor, encounterID string) (view.Encounter, error)
	// Turn takes one learner's turn; the same turn id again gives the same exchange.
	Turn(ctx context.Context, actor Actor, encounterID string, turn view.TurnInput) (view.Exchange, error)
	// Since gives the turns after the n-th, for a second tab or after a break.
	Since(ctx context.Context, actor Actor, encounterID string, n int) (view.Exchange, error)
	// Finish ends the encounter; the same id again changes nothing.
	Finish(ctx context.Context, actor Actor, encounterID string, input view.FinishInput) error
	// Debrief gives the marks; ErrConflict while the encounter is still open,
	// ErrLeft when it ended without any.
	Debrief(ctx context.Context, actor Actor, encounterID string) (view.Debrief, error)
}

// Reviews is the educator's side of encounters.
type Reviews interface {
	Inbox(ctx context.Context, actor Actor, offset int) (view.Inbox, error)
	Open(ctx context.Context, actor Actor, encounterID string) (view.Review, error)
	// Overrule changes a mark with a reason; ErrConflict when somebody was faster.
	Overrule(ctx context.Context, actor Actor, encounterID string, input view.OverruleInput) error
	// Sign confirms all marks of the encounter as they stood in the version;
	// ErrConflict when somebody has changed one since.
	Sign(ctx context.Context, actor Actor, encounterID string, version int64) error
}

// Made tells where a text or mark came from and takes reports about it.
type Made interface {
	Provenance(ctx context.Context, actor Actor, ref string) (view.Provenance, error)
	Report(ctx context.Context, actor Actor, ref, problem string) error
}

// Ledger is the governance officer's side of the ledger.
type Ledger interface {
	Overview(ctx context.Context, actor Actor, offset int) (view.Ledger, error)
	Verify(ctx context.Context, actor Actor) (view.LedgerCheck, error)
	// Export writes the tree as one archive that third parties can verify offline.
	Export(ctx context.Context, actor Actor, w io.Writer) error
	// Checkpoint gives the latest signed note.
	Checkpoint(ctx context.Context, actor Actor) ([]byte, error)
}

// People is the administrator's side of accounts.
type People interface {
	List(ctx context.Context, actor Actor, query view.PeopleQuery) (view.People, error)
	Person(ctx context.Context, actor Actor, id string) (view.PersonPage, error)
	Invite(ctx context.Context, actor Actor, input view.InviteInput) (view.Invited, error)
	// Suspend ends every session and token of the person at once.
	Suspend(ctx context.Context, actor Actor, id string) error
	Resume(ctx context.Context, actor Actor, id string) error
}

// Joining lets an invited person in.
type Joining interface {
	// Invitation tells who was invited; ErrNotFound when the link is unknown, used or expired.
	Invitation(ctx context.Context, token string) (view.Join, error)
	Accept(ctx context.Context, token, name, password string, from Device) (Session, error)
}

// Settings is what people decide about their own account.
type Settings interface {
	// Open marks the session of the given token as the current one.
	Open(ctx context.Context, actor Actor, token string) (view.Settings, error)
	SetLocale(ctx context.Context, actor Actor, locale string) error
	ChangePassword(ctx context.Context, actor Actor, current, wanted string) error
	RemovePasskey(ctx context.Context, actor Actor, id string) error
	EndSession(ctx context.Context, actor Actor, id string) error
	// CreateToken gives the secret of a new API token, which is shown once.
	CreateToken(ctx context.Context, actor Actor, input view.TokenInput) (secret string, err error)
	RevokeToken(ctx context.Context, actor Actor, id string) error
}

// Event is one thing that happened, for server-sent events. Data carries ids
// only. The encounter's page listens for encounter.turn and encounter.finished.
type Event struct {
	ID   string
	Name string
	Data string
}

// Feed follows the events of some topics. Follow returns when ctx ends or send
// fails; after is the id of the last event that the reader has seen, or empty.
type Feed interface {
	Follow(ctx context.Context, topics []string, after string, send func(Event) error) error
}

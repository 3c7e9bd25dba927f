package people

import (
	"errors"
	"time"
)

// SessionID names a session. It is no secret; the token is.
type SessionID string

// Method is how a session was opened.
type Method string

// The ways of signing in.
const (
	ByPassword   Method = "password"
	ByPasskey    Method = "passkey"
	ByInvitation Method = "invitation"
	ByDemo       Method = "demo" // one click, in a demonstration only
)

// ErrSignIn is returned when nobody stands behind a session or API token (any more).
var ErrSignIn = errors.New("please sign in")

// ErrSuspended is returned when the account behind a right secret is not active.
var ErrSuspended = errors.New("this account is suspended")

// Device says where a sign-in comes from.
type Device struct {
	Agent   string // the User-Agent header, kept so that people recognise their devices
	Address string // used for throttling only, never stored in clear
}

// Session is one signed-in device.
type Session struct {
	ID       SessionID
	Person   ID
	Method   Method
	Agent    string
	OpenedAt time.Time
	SeenAt   time.Time
	Expires  time.Time // at the latest; sooner when idle
}

// Opened is a session that has just been opened or rotated: the only moment at
// which its token is known.
type Opened struct {
	Session
	Token string
}

// Lifetimes bound a session.
type Lifetimes struct {
	Absolute time.Duration // from sign-in
	Idle     time.Duration // from the last request
}

// DefaultLifetimes suit personal devices: two weeks, and twelve hours unused.
var DefaultLifetimes = Lifetimes{Absolute: 14 * 24 * time.Hour, Idle: 12 * time.Hour}

const (
	touchEvery    = time.Minute      // a session's last use is written at most this often
	rotationGrace = 30 * time.Second // requests under way may still carry the old token
	mostAgent     = 200              // bytes of a User-Agent that are kept
)

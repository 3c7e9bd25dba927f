package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"preceptor/internal/web/assets"
	"preceptor/internal/web/messages"
)

// Options set the shell up. Everything that touches clock, randomness or the
// outside is passed in.
type Options struct {
	Services Services
	Log      *slog.Logger
	Now      func() time.Time
	NewID    func() string // a new ULID, for forms posted without scripts and for request ids
	// Secure is true when the site is reached over https: cookies then carry
	// the Secure attribute and the __Host- prefix.
	Secure bool
	// Demo shows the style page and lets the pseudo-locale be chosen.
	Demo bool
	// Zone is the institution's time zone, for people who chose none.
	Zone *time.Location
	// Institution is the name at the head of the rail.
	Institution string
	// Support is how to reach a human, shown on error pages; may be empty.
	Support string
	// Address tells the client's address; nil takes the peer of the connection.
	Address func(*http.Request) string
	// TrustedOrigins are other origins that may post (behind a proxy), as
	// scheme://host[:port].
	TrustedOrigins []string
	// Extra are routes of pages that live outside this package.
	Extra []Route
	// ExtraRail are their places in the rail.
	ExtraRail []RailItem
}

// Shell serves the pages.
type Shell struct {
	Options
	services Services
	house    *messages.House
	press    *press
	files    *assets.Files
	extra    []Route

	signIns    *limiter // wrong links of invitations, and changes of passwords
	ceremonies *limiter // begun sign-ins by passkey
	reports    *limiter
	checks     *limiter // of the whole ledger
}

// New builds the shell: reads the catalogues, parses every template for every
// locale and compresses the assets.
func New(o Options) (*Shell, error) {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Address == nil {
		o.Address = peerAddress
	}
	s := &Shell{Options: o, services: o.Services, house: messages.Shipped(), extra: o.Extra}
	s.signIns = newLimiter(10, 15*time.Minute, o.Now)
	s.ceremonies = newLimiter(300, 15*time.Minute, o.Now)
	s.checks = newLimiter(3, time.Minute, o.Now)
	s.reports = newLimiter(20, time.Hour, o.Now)
	var err error
	if s.files, err = assets.Open(); err != nil {
		return nil, fmt.Errorf("web assets: %w", err)
	}
	if s.press, err = newPress(s.house, s.files); err != nil {
		return nil, fmt.Errorf("web templates: %w", err)
	}
	return s, nil
}

// Handler gives the whole face as one http.Handler.
func (s *Shell) Handler() (http.Handler, error) {
	cross := http.NewCrossOriginProtection()
	for _, origin := range s.TrustedOrigins {
		if err := cross.AddTrustedOrigin(origin); err != nil {
			return nil, fmt.Errorf("trusted origin %q: %w", origin, err)
		}
	}
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fault(s.visit(w, r), ErrForbidden)
	}))
	var h http.Handler = s.strays(s.mux())
	h = compress(h)
	h = cross.Handler(h)
	h = s.headers(h)
	h = s.rescue(h)
	return s.number(h), nil
}

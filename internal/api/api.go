package api

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/time/rate"
)

// Prefix is where every path of this API begins.
const Prefix = "/api/v1"

// Options say how the API is served.
type Options struct {
	Now   func() time.Time
	NewID func() string // makes request ids
	Log   *slog.Logger
	// Session finds the session token that a request of a browser carries; nil
	// lets API tokens in alone.
	Session func(*http.Request) string
	// Pace is how often one credential may call; the zero Pace is DefaultPace.
	Pace Pace
	// Version of the program, as the OpenAPI document states it.
	Version string
}

// Pace bounds the calls and open event streams of one API token or session.
type Pace struct {
	PerSecond rate.Limit
	Burst     int
	Streams   int // event streams at a time
}

// DefaultPace lets a program read a course quickly and stops a runaway loop.
var DefaultPace = Pace{PerSecond: 20, Burst: 100, Streams: 8}

// API serves /api/v1.
type API struct {
	Services
	Options
	routes   []Route
	document []byte
	limits   *limits
}

// New checks what it is given and builds the routes and their documentation.
func New(services Services, options Options) (*API, error) {
	if options.Now == nil || options.NewID == nil || options.Log == nil {
		return nil, errors.New("the API needs a clock, identifiers and a log")
	}
	if options.Pace == (Pace{}) {
		options.Pace = DefaultPace
	}
	if options.Version == "" {
		options.Version = "unreleased"
	}
	a := &API{Services: services, Options: options}
	a.limits = newLimits(options.Pace, options.Now)
	a.routes = a.table()
	document, err := Document(a.routes, options.Version)
	if err != nil {
		return nil, fmt.Errorf("describing the API: %w", err)
	}
	a.document = document
	return a, nil
}

// Routes lists every way in.
func (a *API) Routes() []Route { return a.routes }

func (a *API) table() []Route {
	var all []Route
	for _, part := range [][]Route{
		a.meRoutes(), a.tokenRoutes(), a.peopleRoutes(), a.courseRoutes(), a.caseRoutes(), a.encounterRoutes(), a.turnRoutes(),
		a.markRoutes(), a.recordRoutes(), a.ledgerRoutes(), a.jobRoutes(), a.eventRoutes(), a.documentRoutes(),
	} {
		all = append(all, part...)
	}
	return all
}

// Handler serves the routes. Whoever mounts it puts http.CrossOriginProtection
// in front.
func (a *API) Handler() http.Handler {
	mux := http.NewServeMux()
	for n := range a.routes {
		mux.Handle(a.routes[n].Method+" "+a.routes[n].Pattern, a.serve(&a.routes[n]))
	}
	return a.number(a.rescue(a.strays(mux)))
}

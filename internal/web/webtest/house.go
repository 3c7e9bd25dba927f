package webtest

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"preceptor/internal/web"
	"preceptor/internal/web/view"
)

// State is how much there is to show.
type State string

// The states of the made-up house.
const (
	Full  State = "full"  // something of everything
	Empty State = "empty" // the first day: nothing but the people themselves
)

// Now is the moment at which the made-up house stands still.
var Now = time.Date(2026, time.March, 12, 9, 30, 0, 0, time.UTC)

// House is a shell over made-up services.
type House struct {
	State State
	Asked *Asked // what the policy was asked
	Talk  *Talk  // the encounter in progress
	Shell *web.Shell
}

// New builds the house. The options of the tests may be changed by adjust.
func New(state State, adjust ...func(*web.Options)) (*House, error) {
	h := &House{State: state, Asked: &Asked{}, Talk: newTalk(state)}
	var serial atomic.Int64
	o := web.Options{
		Services:    h.services(),
		Log:         slog.New(slog.NewTextHandler(io.Discard, nil)),
		Now:         func() time.Time { return Now },
		NewID:       func() string { return fmt.Sprintf("01KKEXAMPLE%015d", serial.Add(1)) },
		Demo:        true,
		Zone:        time.UTC,
		Institution: "Northgate Medical School",
		Support:     "help@northgate.example",
	}
	for _, change := range adjust {
		change(&o)
	}
	shell, err := web.New(o)
	if err != nil {
		return nil, err
	}
	h.Shell = shell
	return h, nil
}

// Handler serves the house.
func (h *House) Handler() (http.Handler, error) { return h.Shell.Handler() }

func (h *House) services() web.Services {
	return web.Services{
		Sessions: sessions{h}, Passkeys: passkeys{}, Policy: h.Asked, Homes: homes{h}, Cases: cases{h},
		Encounters: encounters{h}, Reviews: reviews{h}, Made: made{}, Ledger: ledger{h}, People: people{h},
		Joining: joining{}, Settings: settings{h}, Feed: feed{h},
	}
}

// ActorOf is the made-up person of a role.
func ActorOf(role view.Role) web.Actor {
	return web.Actor{ID: "person-" + string(role), Name: names[role], Email: string(role) + "@northgate.example", Roles: []view.Role{role}}
}

var names = map[view.Role]string{
	view.Learner: "Amara Osei", view.Educator: "Dr Helen Varga", view.Examiner: "Dr Tomás Riquelme",
	view.Supervisor: "Dr Priya Raman", view.CurriculumLead: "Prof. Ingrid Solberg", view.Governance: "Samuel Achterberg",
	view.Administrator: "Nadia Haddad", view.Researcher: "Dr Jun Watanabe",
}

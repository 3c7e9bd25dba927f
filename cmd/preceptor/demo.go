package main

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"preceptor/internal/app"
	"preceptor/internal/people"
)

// DemoCmd runs an installation with made-up people.
type DemoCmd struct {
	settings
	Address string `placeholder:"HOST:PORT" help:"Address to listen on; by default the first free port from 8080 on this machine."`
}

// Help is the longer text of preceptor demo --help.
func (DemoCmd) Help() string {
	return `Serves an installation for trying things out: the starter pack, one course, and one made-up person for each
role, who is signed in with one click. It uses one SQLite file in the data folder (./data unless told otherwise),
keeps what you did for the next time, and opens nothing else on the network.

Never run it where others can reach it: anybody who can is signed in with one click too. It refuses an installation
that holds other people, a PostgreSQL database that --db does not name, requests for a name that is not this
machine's, and requests that come through a proxy.`
}

// Run serves until it is interrupted.
func (c DemoCmd) Run(streams *Streams) error {
	if c.Address == "" {
		c.Address = freeAddress()
	}
	cfg, err := c.settings.loadWith(map[string]string{"server.address": c.Address, "demo.enabled": "true",
		"server.base_url": "http://" + c.Address, "institution.name": "Preceptor demo", "log.level": "warn"})
	if err != nil {
		return err
	}
	if c.DB == "" && !strings.HasPrefix(string(cfg.Database.URL), "sqlite:") {
		return errDemoDatabase
	}
	return serve(streams, cfg, func(ctx context.Context, a *app.App) error {
		if err := refuseRealPeople(ctx, a); err != nil {
			return err
		}
		if err := a.SeedDemo(ctx); err != nil {
			return err
		}
		_, err := fmt.Fprintln(streams.Out, "A demonstration: sign in with one click. Interrupt with Ctrl-C; a second start keeps the data.")
		return err
	})
}

var (
	errDemoDatabase = usageError("the settings name a PostgreSQL database, which is no place for a demonstration; name another one with --db")
	errRealPeople   = usageError("this installation holds people who are not the demonstration's, and one click would let anybody in beside them; name another folder with --data")
)

// refuseRealPeople keeps the demonstration's administrator out of a real
// installation. Settings of the machine may well lead to one.
func refuseRealPeople(ctx context.Context, a *app.App) error {
	made := a.Demo()
	some, err := a.People.People(ctx, "", nil, people.Page{Size: len(made) + 1})
	if err != nil {
		return err
	}
	for _, p := range some {
		if !slices.ContainsFunc(made, func(d app.DemoPerson) bool { return d.Login == p.Login }) {
			return errRealPeople
		}
	}
	return nil
}

// The ports that the demo tries in turn. The name localhost, unlike 127.0.0.1,
// is one that browsers allow passkeys for.
const (
	demoHost  = "localhost"
	firstPort = 8080
	mostPorts = 20
)

// freeAddress is the first free one; when none is, listening will say why.
func freeAddress() string {
	for port := firstPort; port < firstPort+mostPorts; port++ {
		address := net.JoinHostPort(demoHost, strconv.Itoa(port))
		if l, err := net.Listen("tcp", address); err == nil {
			l.Close()
			return address
		}
	}
	return net.JoinHostPort(demoHost, strconv.Itoa(firstPort))
}

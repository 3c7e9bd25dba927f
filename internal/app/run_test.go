package app_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"preceptor/internal/app"
	"preceptor/internal/config"
	"preceptor/internal/encounter"
	"preceptor/internal/id"
	"preceptor/internal/ledger"
	"preceptor/internal/people"
)

func TestTheBackgroundNumbersTheLedgerAndStopsInOrder(t *testing.T) {
	a := demo(t, "")
	stop := run(t, a)
	soon(t, "the ledger is numbered", func() bool { return must(a.Ledger.Waiting(ctx)) == 0 })
	stop()
	stop = run(t, a) // and can begin again
	stop()
}

// A server that is told to stop lets whoever is in the middle of something finish.
func TestAStoppingServerFinishesOpenRequests(t *testing.T) {
	a := demo(t, "")
	inside, finish := make(chan struct{}), make(chan struct{})
	slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(inside)
		<-finish
		if r.Context().Err() != nil {
			t.Error("the request was cut off")
		}
		_, _ = io.WriteString(w, "done")
	})
	listener := must(net.Listen("tcp", "127.0.0.1:0"))
	serving, stop := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- a.Serve(serving, listener, slow) }()
	answer := make(chan string, 1)
	go func() {
		response, err := http.Get("http://" + listener.Addr().String())
		if err != nil {
			answer <- err.Error()
			return
		}
		defer response.Body.Close()
		body, _ := io.ReadAll(response.Body)
		answer <- string(body)
	}()
	<-inside
	stop()
	soon(t, "the server takes nobody any more", func() bool {
		conn, err := net.Dial("tcp", listener.Addr().String())
		if err == nil {
			conn.Close()
		}
		return err != nil
	})
	close(finish)
	if got := <-answer; got != "done" {
		t.Errorf("the open request got %q", got)
	}
	ok(t, <-served)
}

// A command opens the installation while the server waits for a model. The call
// is lost only to the next server, which knows that nobody waits any more.
func TestACommandLeavesCallsOfTheServerAlone(t *testing.T) {
	asked, release := make(chan struct{}, 8), make(chan struct{})
	model := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked <- struct{}{}
		<-release
		w.WriteHeader(http.StatusInternalServerError)
	}))
	defer model.Close()
	cfg := settingsFor(t, t.TempDir(), "")
	cfg.Models = []config.Model{{Name: "ward", Capability: "chat", Protocol: "openai", BaseURL: model.URL, Model: "m", Local: true,
		Price: config.Price{Free: true}, TokenField: "max_tokens", Retry: config.Retry{Attempts: 1}, Limits: config.Limits{Tokens: 200, Batch: 1},
		Timeouts: config.Timeouts{Connect: time.Minute, FirstByte: time.Minute, Idle: time.Minute, Total: time.Minute}}}
	server := node(t, cfg)
	server.Encounters.Patience = time.Minute
	ok(t, server.InstallStarterPack(ctx))
	ok(t, server.SeedDemo(ctx))
	e := begin(server, who(t, server, people.Learner))
	talked := make(chan error, 1)
	go func() {
		_, err := server.Encounters.Take(ctx, e.ID, encounter.TurnInput{ID: id.New[encounter.TurnID](server.IDs), Kind: encounter.Say, Text: "When did it start?"})
		talked <- err
	}()
	<-asked

	command := node(t, cfg)
	if got := outcomes(t, command); len(got) != 0 {
		t.Errorf("opening the installation ended a call: %v", got)
	}
	stop := run(t, command) // now as the next server
	soon(t, "the lost call is closed", func() bool { got := outcomes(t, command); return len(got) == 1 && got[0] == "lost" })
	stop()
	close(release)
	ok(t, <-talked)
}

// outcomes are those of all calls of models.
func outcomes(t *testing.T, a *app.App) (all []string) {
	t.Helper()
	for _, leaf := range leaves(t, a) {
		if leaf.Kind == "gate.outcome" {
			all = append(all, leaf.Detail["outcome"])
		}
	}
	return all
}

func TestHealthTellsWhatIsWrong(t *testing.T) {
	a := demo(t, "")
	for _, c := range a.Health(ctx) {
		if !c.OK {
			t.Errorf("in good health, but %+v", c)
		}
	}
	ok(t, a.DB.Tx(ctx, func(ctx context.Context) error {
		for range 1000 {
			must(a.Ledger.Append(ctx, ledger.Entry{Kind: "test.made", Actor: ledger.System}))
		}
		return nil
	}))
	if sick := sickOf(a); len(sick) != 1 || sick[0] != "Ledger" {
		t.Errorf("nobody numbers the ledger, but what is wrong is %v", sick)
	}
	ok(t, a.DB.Close())
	if sick := sickOf(a); len(sick) != 2 || sick[0] != "Database" || sick[1] != "Ledger" {
		t.Errorf("the database is gone, but what is wrong is %v", sick)
	}
}

func sickOf(a *app.App) (names []string) {
	for _, c := range a.Health(ctx) {
		if !c.OK {
			names = append(names, c.Name)
		}
	}
	return names
}

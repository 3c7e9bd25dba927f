package gate

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
)

// crashURL tells a copy of this test program which database to leave in the middle of a call.
const crashURL = "PRECEPTOR_TEST_GATE_CRASH"

func TestMain(m *testing.M) {
	if url := os.Getenv(crashURL); url != "" {
		askUntilKilled(url)
	}
	os.Exit(m.Run())
}

// askUntilKilled asks a model that takes seconds, which is more than this process has.
func askUntilKilled(url string) {
	d, err := db.Open(context.Background(), url, time.Now)
	if err != nil {
		panic(err)
	}
	h := newHouse(&testing.T{}, d, "slow:still", nil)
	for range 3 {
		_, _ = h.Ask(context.Background(), question())
	}
}

func TestKilledProcessLeavesNoCallWithoutOutcome(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		d, err := db.Open(t.Context(), url, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), crashURL+"="+url)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		h := newHouse(t, d, "good", nil)
		waitForIntent(t, h)
		_ = child.Process.Kill()
		_ = child.Wait() // it was killed
		if n, err := h.SweepAll(t.Context()); n != 1 || err != nil {
			t.Errorf("swept %d, %v", n, err)
		}
		h.checkPaired(len(h.leaves(kindIntent)))
		if got := h.lastOutcome(); got != "lost" {
			t.Errorf("outcome %q", got)
		}
	})
}

func waitForIntent(t *testing.T, h *house) {
	t.Helper()
	for range 1000 {
		if len(h.leaves(kindIntent)) > len(h.leaves(kindOutcome)) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the other process never asked")
}

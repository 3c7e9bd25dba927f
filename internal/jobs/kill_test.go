package jobs_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"sync/atomic"
	"testing"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/jobs"
)

const victimURL = "PRECEPTOR_TEST_VICTIM_URL"

// TestMain lets the test program be its own victim: a worker that takes a job,
// says so and never ends it.
func TestMain(m *testing.M) {
	if url := os.Getenv(victimURL); url != "" {
		beVictim(url)
	}
	os.Exit(m.Run())
}

func beVictim(url string) {
	d, err := db.Open(context.Background(), url, time.Now)
	if err != nil {
		panic(err)
	}
	w := jobs.NewWorker(queue(d), "victim", quick, slog.New(slog.DiscardHandler))
	jobs.Handle(w, indexSource, func(context.Context, *jobs.Run, indexing) error {
		fmt.Println("taken")
		select {}
	})
	panic(w.Work(context.Background()))
}

func TestAnotherWorkerTakesOverAfterAKill(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		d, err := db.Open(t.Context(), url, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		q := queue(d)
		job := enqueue(t, q, indexing{Source: "s"}, jobs.Options{})
		last := enqueue(t, q, indexing{Source: "last-chance"}, jobs.Options{MostFailures: 1})
		kill(t, url, 2)

		runs := atomic.Int32{}
		stop := work(t, q, quick, func(context.Context, *jobs.Run, indexing) error {
			runs.Add(1)
			return nil
		})
		if j := eventually(t, q, job, jobs.Done); j.Failures != 1 || runs.Load() != 1 {
			t.Errorf("after %d runs: %+v", runs.Load(), j)
		}
		if j := eventually(t, q, last, jobs.Dead); j.Error == "" {
			t.Errorf("%+v", j)
		}
		stop()
	})
}

// kill starts the victim, waits until it holds n jobs and kills it with signal 9.
func kill(t *testing.T, url string, n int) {
	t.Helper()
	victim := exec.Command(os.Args[0], "-test.run=^$")
	victim.Env = append(os.Environ(), victimURL+"="+url)
	out, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for range n {
		if !lines.Scan() || lines.Text() != "taken" {
			t.Fatalf("the victim said %q, %v", lines.Text(), lines.Err())
		}
	}
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := victim.Wait(); err == nil {
		t.Fatal("the victim ended by itself")
	}
}

package events_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"preceptor/internal/db/dbtest"
	"preceptor/internal/events"
)

func serve(t *testing.T, s *events.Stream) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, 0) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

func everything(events.Event) bool { return true }

func TestManySubscribersGetWhatTheyMatch(t *testing.T) {
	ctx, s := deadline(t), stream(dbtest.SQLite(t), time.Hour)
	var all []*events.Subscription
	for range 50 {
		all = append(all, s.Subscribe(10, func(e events.Event) bool { return e.Course == "course-1" }))
	}
	serve(t, s)
	for _, course := range []string{"course-2", "course-1", "course-2", "course-1"} {
		if err := s.Append(ctx, events.Event{Kind: "case.saved", Subject: "x", Course: course}); err != nil {
			t.Fatal(err)
		}
	}
	for _, sub := range all {
		for _, want := range []events.Position{2, 4} {
			if e := <-sub.Events(); e.Position != want {
				t.Fatalf("got %d, want %d", e.Position, want)
			}
		}
		sub.Close()
		sub.Close()
		if _, open := <-sub.Events(); open || sub.Behind() {
			t.Error("a closed subscription goes on")
		}
	}
}

// A phone on a bad network reads slowly: it is told, and loses nothing.
func TestASlowSubscriberIsToldToCatchUp(t *testing.T) {
	ctx, s := deadline(t), stream(dbtest.SQLite(t), time.Hour)
	slow, quick := s.Subscribe(2, everything), s.Subscribe(100, everything)
	serve(t, s)
	for n := range 10 {
		if err := s.Append(ctx, happened(n)); err != nil {
			t.Fatal(err)
		}
	}
	for range 10 {
		<-quick.Events()
	}
	var last events.Position
	for e := range slow.Events() {
		last = e.Position
	}
	if last != 2 || !slow.Behind() || quick.Behind() {
		t.Errorf("the slow one saw up to %d, behind %v; quick behind %v", last, slow.Behind(), quick.Behind())
	}
	if page, err := s.Read(ctx, last, 100); err != nil || len(page) != 8 || page[0].Position != 3 {
		t.Errorf("catching up gave %d events, %v", len(page), err)
	}
}

func TestSubscribersAreReleasedWhenTheNodeStops(t *testing.T) {
	s := stream(dbtest.SQLite(t), time.Hour)
	sub := s.Subscribe(1, everything)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Serve(ctx, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("Serve gave %v", err)
	}
	if _, open := <-sub.Events(); open || sub.Behind() {
		t.Error("the subscription goes on after the node stopped")
	}
}

package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"
)

// Serve answers requests at the listener and runs the background until ctx
// ends; then it lets open requests finish within the configured grace.
func (a *App) Serve(ctx context.Context, at net.Listener, handler http.Handler) error {
	last, err := a.begin(ctx)
	if err != nil {
		return stopped(ctx, err)
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		BaseContext:       func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	group, running := errgroup.WithContext(ctx)
	group.Go(func() error { return a.work(running, last) })
	group.Go(func() error {
		if err := server.Serve(at); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serving: %w", err)
		}
		return nil
	})
	group.Go(func() error {
		<-running.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), a.Config.Server.ShutdownGrace)
		defer cancel()
		return server.Shutdown(grace)
	})
	return group.Wait()
}

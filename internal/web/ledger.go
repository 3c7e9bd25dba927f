package web

import (
	"fmt"
	"net/http"
)

func (s *Shell) ledgerRoutes() []Route {
	return []Route{
		{Method: "GET", Pattern: "/ledger", Action: ActionLedger, Kind: KindLedger, Handler: s.showLedger},
		{Method: "POST", Pattern: "/ledger/verify", Action: ActionVerify, Kind: KindLedger, Handler: s.verifyLedger},
		{Method: "GET", Pattern: "/ledger/checkpoint", Action: ActionLedger, Kind: KindLedger, Handler: s.sendCheckpoint},
		{Method: "GET", Pattern: "/ledger/export", Action: ActionExport, Kind: KindLedger, Handler: s.exportLedger},
	}
}

func (s *Shell) showLedger(v *Visit) error {
	overview, err := s.services.Ledger.Overview(v.Context(), *v.Actor, v.Offset())
	if err != nil {
		return err
	}
	return v.Show(Page{Name: "ledger", Title: v.Say("ledger.title"), Nav: "ledger"}, overview)
}

// verifyLedger checks the whole tree now and shows the page with the result.
// Everybody who is signed in may, so nobody may all the time.
func (s *Shell) verifyLedger(v *Visit) error {
	if !s.checks.allow(v.Actor.ID) {
		return ErrTooMany
	}
	check, err := s.services.Ledger.Verify(v.Context(), *v.Actor)
	if err != nil {
		return err
	}
	if v.Partial() {
		return v.Fragment("ledger", "ledger-check", check)
	}
	overview, err := s.services.Ledger.Overview(v.Context(), *v.Actor, 0)
	if err != nil {
		return err
	}
	overview.Check = &check
	return v.Show(Page{Name: "ledger", Title: v.Say("ledger.title"), Nav: "ledger"}, overview)
}

func (s *Shell) sendCheckpoint(v *Visit) error {
	note, err := s.services.Ledger.Checkpoint(v.Context(), *v.Actor)
	if err != nil {
		return err
	}
	v.attach("text/plain; charset=utf-8", "checkpoint.txt")
	_, err = v.writer.Write(note)
	return err
}

// exportLedger streams the tree. A fault in the middle breaks the connection
// off, so that a broken archive never looks whole.
func (s *Shell) exportLedger(v *Visit) error {
	v.attach("application/gzip", fmt.Sprintf("ledger-%s.tar.gz", s.Now().UTC().Format("2006-01-02")))
	out := &counted{ResponseWriter: v.writer}
	err := s.services.Ledger.Export(v.Context(), *v.Actor, out)
	if err != nil && out.n > 0 {
		panic(http.ErrAbortHandler)
	}
	if err != nil {
		v.writer.Header().Del("Content-Disposition")
	}
	return err
}

func (v *Visit) attach(contentType, name string) {
	h := v.writer.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "no-store")
}

// counted knows whether anything has been written.
type counted struct {
	http.ResponseWriter
	n int64
}

func (c *counted) Write(b []byte) (int, error) {
	n, err := c.ResponseWriter.Write(b)
	c.n += int64(n)
	return n, err
}

package api

import (
	"log/slog"
	"net/http"
	"strconv"
	"time"
)

// place is an entry's cursor.
func place(e Entry) string { return strconv.FormatInt(e.Number, 10) }

// exportLedger streams. What fails after the first byte breaks the connection
// off, so that nobody takes half an export for a whole one.
func (a *API) exportLedger(c *Call) error {
	c.writer.Header().Set("Content-Disposition", `attachment; filename="ledger.jsonl"`)
	out := &begun{to: c.writer, media: c.route.Out.Media}
	_ = http.NewResponseController(c.writer).SetWriteDeadline(time.Time{}) // a long export outlives the server's write timeout
	_, err := a.Ledger.Export(c.ctx(), out)
	if err == nil || !out.wrote {
		return err
	}
	a.Log.ErrorContext(c.ctx(), "the export broke off", slog.String("request", requestID(c.ctx())), slog.String("error", err.Error()))
	panic(http.ErrAbortHandler)
}

// begun remembers whether anything was written, and says what it is before.
type begun struct {
	to    http.ResponseWriter
	media string
	wrote bool
}

// Write passes on.
func (b *begun) Write(p []byte) (int, error) {
	if !b.wrote {
		b.wrote = true
		b.to.Header().Set("Content-Type", b.media)
	}
	return b.to.Write(p)
}

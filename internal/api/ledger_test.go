package api_test

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"preceptor/internal/api"
	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
)

func hashOf(text string) tlog.Hash {
	return tlog.Hash(must(base64.StdEncoding.DecodeString(text)))
}

func hashesOf(texts []string) []tlog.Hash {
	var out []tlog.Hash
	for _, text := range texts {
		out = append(out, hashOf(text))
	}
	return out
}

// TestStrangersCheckTheLedger uses what the API gives and RFC 6962 alone.
func TestStrangersCheckTheLedger(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d, api.Pace{})
		ana, ruth := h.token(h.ana), h.token(h.ruth)
		h.refuses(http.StatusNotFound, "not-found", h.ask(ana, "GET", "/ledger/checkpoint", ""))
		must(h.ledger.Checkpoint(ctx))
		var older, newer api.Checkpoint
		h.wants(http.StatusOK, h.ask(ana, "GET", "/ledger/checkpoint", ""), &older)
		h.talked(ana, "private")
		must(h.ledger.Checkpoint(ctx))
		h.wants(http.StatusOK, h.ask(ana, "GET", "/ledger/checkpoint", ""), &newer)

		var proof api.Proof
		h.wants(http.StatusOK, h.ask(ana, "GET", "/ledger/proofs/consistency?older="+number(older.Size), ""), &proof)
		if err := tlog.CheckTree(hashesOf(proof.Hashes), newer.Size, hashOf(newer.Root), older.Size, hashOf(older.Root)); err != nil {
			t.Error(err)
		}
		h.refuses(http.StatusForbidden, "forbidden", h.ask(ana, "GET", "/ledger/entries", ""))
		h.provesEveryEntry(ruth, newer)
		h.refuses(http.StatusBadRequest, "wrong-parameter", h.ask(ana, "GET", "/ledger/proofs/consistency?older=0", ""))
		h.refuses(http.StatusBadRequest, "wrong-parameter", h.ask(ana, "GET", "/ledger/proofs/inclusion?number="+number(newer.Size), ""))
		h.refuses(http.StatusNotFound, "not-found", h.ask(ana, "GET", "/ledger/proofs/inclusion?number=0&size=999999", ""))
		h.refuses(http.StatusNotFound, "not-found", h.ask(ruth, "GET", "/ledger/entries/"+h.ulid(), ""))
	})
}

func (h *house) provesEveryEntry(credential string, under api.Checkpoint) {
	h.t.Helper()
	count := int64(0)
	for path := "/ledger/entries?limit=5"; path != ""; {
		var piece api.Page[api.Entry]
		h.wants(http.StatusOK, h.ask(credential, "GET", path, ""), &piece)
		for _, e := range piece.Items {
			count++
			var proof api.Proof
			h.wants(http.StatusOK, h.ask(credential, "GET", "/ledger/proofs/inclusion?number="+number(e.Number), ""), &proof)
			if err := tlog.CheckRecord(hashesOf(proof.Hashes), under.Size, hashOf(under.Root), e.Number, tlog.RecordHash([]byte(e.Leaf))); err != nil {
				h.t.Errorf("entry %d: %v", e.Number, err)
			}
			h.wants(http.StatusOK, h.ask(credential, "GET", "/ledger/entries/"+string(e.ID), ""), nil)
		}
		path = strings.TrimPrefix(piece.Next, api.Prefix)
	}
	if count != under.Size {
		h.t.Errorf("%d entries, the checkpoint has %d", count, under.Size)
	}
}

func TestTheExportIsTheLedgersOwn(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t), api.Pace{})
	h.talked(h.token(h.ana), "private")
	answer := h.wants(http.StatusOK, h.ask(h.token(h.ruth), "GET", "/ledger/export", ""), nil)
	var want bytes.Buffer
	must(h.ledger.Export(ctx, &want))
	if answer.Header.Get("Content-Type") != "application/jsonl" || !bytes.Equal(answer.body, want.Bytes()) {
		t.Errorf("%s, %d bytes, want %d", answer.Header.Get("Content-Type"), len(answer.body), want.Len())
	}
	h.refuses(http.StatusForbidden, "forbidden", h.ask(h.token(h.samir), "GET", "/ledger/export", ""))
}

package backup

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"preceptor/internal/db/dbtest"
	"preceptor/internal/policy"
	"preceptor/internal/record"
)

// BenchmarkDrill times backup and restore of 20,000 records of 1 KB, with as
// many ledger entries. One operation is the whole file.
func BenchmarkDrill(b *testing.B) {
	h, ana, _ := newHouse(b, dbtest.SQLiteURL(b))
	body, err := json.Marshal(map[string]string{"quote": string(bytes.Repeat([]byte("word "), 200))})
	h.must(err)
	h.must(h.db.Tx(ctx, func(ctx context.Context) error {
		for n := range 20_000 {
			_, err := h.records.Append(ctx, record.Envelope{Learner: ana, Activity: record.Activity{Kind: "encounter", ID: fmt.Sprint("x", n)},
				Purpose: policy.Assignment, At: time.Now(), Schema: "encounter.marks/1", Body: body})
			if err != nil {
				return err
			}
		}
		return nil
	}))
	archive, keys := h.backup()
	b.Run("backup", func(b *testing.B) {
		for b.Loop() {
			archive, keys = h.backup()
		}
		b.ReportMetric(float64(len(archive)), "bytes")
	})
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run("restore to "+engine, func(b *testing.B) {
			for n := 0; b.Loop(); n++ {
				to := target(b, emptyURL(b, engine))
				to.Data = filepath.Join(to.Data, fmt.Sprint(n))
				if _, err := restore(b, to, archive, keys); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

package encounter_test

import (
	"testing"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/encounter"
)

// engines are what the product runs on.
func engines(b *testing.B, bench func(b *testing.B, d *db.DB)) {
	b.Run("sqlite", func(b *testing.B) { bench(b, dbtest.SQLite(b)) })
	b.Run("postgres", func(b *testing.B) { bench(b, dbtest.Postgres(b)) })
}

// One turn without a model: engine, sealing, and the transaction with leaf and event.
func BenchmarkTake(b *testing.B) {
	engines(b, func(b *testing.B, d *db.DB) {
		h := newHouse(b, d)
		e := h.begin()
		for b.Loop() {
			h.take(e, encounter.Say, "Does the pain go anywhere else?")
		}
	})
}

// A whole consultation of sixty turns, read and opened, as each page does.
func BenchmarkReadSixtyTurns(b *testing.B) {
	engines(b, func(b *testing.B, d *db.DB) {
		h := newHouse(b, d)
		e := h.begin()
		for range 60 {
			h.take(e, encounter.Say, "Does the pain go anywhere else?")
		}
		for b.Loop() {
			if _, err := h.Turns(ctx, e, 0); err != nil {
				b.Fatal(err)
			}
		}
	})
}

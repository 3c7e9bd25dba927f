package ledger_test

import (
	"bytes"
	"context"
	"sync"
	"testing"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
	"preceptor/internal/ledger"
)

// BenchmarkAppend measures what docs/decisions/0003-ledger.md decides: 16 talks
// at once, each of their transactions appending one entry, either numbered
// later in batches or at once in the same transaction. One operation is one
// committed transaction.
func BenchmarkAppend(b *testing.B) {
	for engine, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(engine+"/later", func(b *testing.B) { benchmarkAppend(b, newStation(b, open(b)), false) })
		b.Run(engine+"/at-once", func(b *testing.B) { benchmarkAppend(b, newStation(b, open(b)), true) })
	}
}

const talkers = 16

func benchmarkAppend(b *testing.B, s *station, atOnce bool) {
	ctx, stop := context.WithCancel(context.Background())
	var node, talks sync.WaitGroup
	if !atOnce {
		node.Go(func() { s.Run(ctx, time.Second) })
	}
	lost := make([]int, talkers)
	b.ResetTimer()
	for i := range talkers {
		talks.Go(func() {
			for range (b.N + talkers - 1) / talkers {
				if err := s.db.Tx(ctx, func(ctx context.Context) error { return s.appendOne(ctx, atOnce) }); err != nil {
					lost[i]++
				}
			}
		})
	}
	talks.Wait()
	b.StopTimer()
	stop()
	node.Wait()
	total := 0
	for _, n := range lost {
		total += n
	}
	b.ReportMetric(float64(total), "given-up")
}

func (s *station) appendOne(ctx context.Context, atOnce bool) error {
	if _, err := s.Append(ctx, turn(1, ana)); err != nil || !atOnce {
		return err
	}
	_, err := s.Integrate(ctx)
	return err
}

// BenchmarkVerify checks an export of 20,000 entries; one operation is the whole file.
func BenchmarkVerify(b *testing.B) {
	s := newStation(b, dbtest.SQLite(b))
	err := s.db.Tx(b.Context(), func(ctx context.Context) error {
		for n := range 20_000 {
			if _, err := s.Append(ctx, turn(n, ana)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	s.checkpoint(b)
	export := s.export(b)
	b.SetBytes(int64(len(export)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ledger.Verify(bytes.NewReader(export), s.public); err != nil {
			b.Fatal(err)
		}
	}
}

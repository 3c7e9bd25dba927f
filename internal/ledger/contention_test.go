package ledger_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"preceptor/internal/db"
	"preceptor/internal/db/dbtest"
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

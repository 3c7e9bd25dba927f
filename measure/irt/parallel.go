package irt

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// inParallel calls work(0) … work(n-1) on all cores. Each piece writes only
// what is its own, and whoever called adds the pieces up in their order, so
// that the result is the same bits whatever the number of cores.
func inParallel(n int, work func(i int)) {
	workers := min(n, runtime.GOMAXPROCS(0))
	if workers <= 1 {
		for i := range n {
			work(i)
		}
		return
	}
	var next atomic.Int64
	var done sync.WaitGroup
	for range workers {
		done.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i)
			}
		})
	}
	done.Wait()
}

// blockSize is the number of persons in a piece of work.
const blockSize = 1024

// blocks is the number of pieces for n persons; span gives the persons of one.
func blocks(n int) int { return (n + blockSize - 1) / blockSize }

func span(block, n int) (from, to int) {
	return block * blockSize, min(n, (block+1)*blockSize)
}

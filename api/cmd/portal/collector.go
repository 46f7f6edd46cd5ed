package main

import (
	"context"
	"math"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"
)

// A service holds on to some 20 MB and makes ten times as much garbage a second, so that
// with Go's own settings the collector would look through all of it every few dozen
// milliseconds. It is to let garbage lie until what the process takes comes near
// comfortable, which with the program's own pages is some 170 MiB for the machine, and
// so to run the more seldom the less is in use (docs/performance.md).
const (
	comfortable = 132 << 20 // bytes of Go's memory (runtime/debug.SetMemoryLimit)
	// most is what may be garbage at most, in percent of what is in use: a role that holds
	// on to little stays small, and Go still collects every two minutes.
	most = 500
	// headroom is what may be garbage at least, in percent of what is in use (as GOGC),
	// however much that is: a limit alone would have the collector run all the time once
	// all is in use, as in a process with a large cache.
	headroom = 40
	// aside is what the limit counts and is no object: stacks, the collector's own.
	aside = 40 << 20 // bytes
	// step is in what steps the limit moves: the world stops for each.
	step = 16 << 20 // bytes
)

// collectSeldom serves so. An administrator's GOMEMLIMIT is left as it is.
func collectSeldom(ctx context.Context, serve func() error) error {
	if debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return serve()
	}
	defer debug.SetGCPercent(debug.SetGCPercent(most))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(comfortable))
	ctx, stop := context.WithCancel(ctx)
	var keeper sync.WaitGroup
	keeper.Go(func() { keepHeadroom(ctx) })
	defer keeper.Wait() // it must not set a limit after the old one is back
	defer stop()
	return serve()
}

// keepHeadroom moves the limit with what is in use.
func keepHeadroom(ctx context.Context) {
	inUse := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	limit := int64(comfortable)
	for tick := time.NewTicker(time.Second); ; {
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
			metrics.Read(inUse)
			if next := limitFor(int64(inUse[0].Value.Uint64())); next != limit { //nolint:gosec // no heap has 2^63 bytes
				debug.SetMemoryLimit(next)
				limit = next
			}
		}
	}
}

// limitFor is the limit for so much in use.
func limitFor(inUse int64) int64 {
	return max(comfortable, (aside+inUse+inUse*headroom/100)/step*step)
}

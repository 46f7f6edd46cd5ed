package app_test

import (
	"context"
	"math/rand/v2"
	"syscall"
	"time"

	"baq.kz/portal/api/internal/platform/testkit"
)

// restarts kills Redis at random moments, changes under way or not, and starts it anew and
// empty: at once, after a moment, or after longer than an editor waits for it. It ends
// with ctx, and Redis runs then.
func (f *proof) restarts(ctx context.Context, redis *testkit.RedisProcess, every time.Duration) (times int) {
	for {
		select {
		case <-ctx.Done():
			return times
		case <-time.After(every/2 + rand.N(every)):
		}
		redis.Kill()
		time.Sleep([]time.Duration{0, 100 * time.Millisecond, 300 * time.Millisecond, 1500 * time.Millisecond}[times%4])
		redis.Start(f.t)
		times++
	}
}

// stop holds one of the nodes at random moments, in the middle of whatever it does, for
// up to two seconds: longer than others wait for it. What it had read before is old when
// it goes on.
func (f *proof) stop(ctx context.Context, every time.Duration) {
	for times := 0; ; times++ {
		select {
		case <-ctx.Done():
			return
		case <-time.After(every/2 + rand.N(every)):
		}
		process := f.processes[rand.IntN(len(f.processes))]
		at := time.Now()
		f.stopped.Store(&at)
		_ = process.Signal(syscall.SIGSTOP)
		time.Sleep([]time.Duration{20 * time.Millisecond, 100 * time.Millisecond, 600 * time.Millisecond, 2 * time.Second}[times%4])
		_ = process.Signal(syscall.SIGCONT)
		f.counts.stops.Add(1)
	}
}

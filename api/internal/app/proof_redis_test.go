package app_test

import (
	"context"
	"math/rand/v2"
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

package main

import (
	"errors"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTheCollectorsLimitMovesWithWhatIsInUse(t *testing.T) {
	for inUse, limit := range map[int64]int64{
		0: comfortable, 20 << 20: comfortable, 60 << 20: comfortable,
		120 << 20:  208 << 20, // 40 + 120 + 48
		121 << 20:  208 << 20, // a little more moves nothing
		1000 << 20: 1440 << 20,
	} {
		require.Equal(t, limit, limitFor(inUse), "%d in use", inUse)
		require.GreaterOrEqual(t, limitFor(inUse), inUse+inUse/4, "%d in use", inUse)
	}
}

// Not in parallel: the collector's settings are the process's.
func TestTheCollectorIsLeftAsItWas(t *testing.T) {
	failure := errors.New("served badly")
	limit := func() int64 { return debug.SetMemoryLimit(-1) }
	percent := func() int { now := debug.SetGCPercent(100); debug.SetGCPercent(now); return now }
	unlimited, usual := limit(), percent()
	require.ErrorIs(t, collectSeldom(t.Context(), func() error {
		require.EqualValues(t, comfortable, limit())
		require.Equal(t, most, percent())
		return failure
	}), failure)
	require.Equal(t, unlimited, limit())
	require.Equal(t, usual, percent())

	require.NoError(t, collectSeldom(t.Context(), func() error { // what is in use is above the limit
		held := make([]byte, 2*comfortable)
		defer runtime.KeepAlive(held)
		runtime.GC()
		require.Eventually(t, func() bool { return limit() > int64(len(held))*5/4 }, 10*time.Second, 10*time.Millisecond)
		return nil
	}))

	const theirs = 1 << 30
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(theirs))
	require.NoError(t, collectSeldom(t.Context(), func() error {
		require.EqualValues(t, theirs, limit())
		require.Equal(t, usual, percent())
		return nil
	}))
}

package testkit

import (
	"testing"
	"time"
)

// Eventually waits half a minute at most until something is right.
func Eventually(t testing.TB, what string, right func() bool) {
	t.Helper()
	for limit := time.Now().Add(30 * time.Second); !right(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatal("not within half a minute: " + what)
		}
	}
}

package testkit

import (
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/audit"
)

// Journal writes a test's journal, with a key of its own.
func Journal(t testing.TB) *audit.Journal {
	t.Helper()
	key, err := audit.NewKey([]byte("a secret of tests that is long enough"), "test")
	if err != nil {
		t.Fatal(err)
	}
	return audit.New(key, time.Now)
}

package testkit

import (
	"testing"

	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/api/internal/platform/signing"
)

// Seals signs a test's content, with a key of its own.
func Seals(t testing.TB) *contentseal.Sealer {
	t.Helper()
	signer, err := signing.New([]byte("a secret of tests that is long enough"), "test", contentseal.Purpose)
	if err != nil {
		t.Fatal(err)
	}
	return contentseal.New(signer)
}

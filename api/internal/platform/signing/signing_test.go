package signing_test

import (
	"testing"

	"baq.kz/portal/api/internal/platform/signing"
)

func TestASignatureHoldsForItsMessageAndKeyAlone(t *testing.T) {
	make := func(secret, environment, purpose string) signing.Signer {
		s, err := signing.New([]byte(secret), environment, purpose)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	const secret = "a secret of at least 32 bytes, yes"
	mine := make(secret, "test", "heads")
	signature := mine.Sign([]byte("қазақша"))
	if !mine.Verify([]byte("қазақша"), signature) || !make(secret, "test", "heads").Verify([]byte("қазақша"), signature) {
		t.Error("a right signature is refused")
	}
	if mine.Verify([]byte("казакша"), signature) || mine.Verify([]byte("қазақша"), signature[:63]) || mine.Verify(nil, nil) {
		t.Error("a wrong signature holds")
	}
	for _, other := range []signing.Signer{make(secret+"!", "test", "heads"), make(secret, "production", "heads"), make(secret, "test", "content")} {
		if other.Verify([]byte("қазақша"), signature) || other.ID() == mine.ID() || other.Public() == mine.Public() {
			t.Error("another key is the same")
		}
	}
	if _, err := signing.New([]byte("short"), "test", "heads"); err == nil {
		t.Error("a short secret is taken")
	}
}

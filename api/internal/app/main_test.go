package app_test

import (
	"os"
	"testing"

	"baq.kz/portal/api/internal/features/photobank/rendition"
)

// TestMain lets the test program be the child that makes a picture's renditions.
func TestMain(m *testing.M) {
	if rendition.IsChild(os.Args) {
		os.Exit(rendition.Main(os.Args))
	}
	os.Exit(m.Run())
}

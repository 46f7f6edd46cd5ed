package main

import (
	"testing"

	"baq.kz/portal/api/internal/app/demo"
	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/api/internal/platform/testkit"
)

// TestMaySeed keeps invented news out of a real newsroom: in production only on
// request, and only where nothing is.
func TestMaySeed(t *testing.T) {
	n := demo.Newsroom{DB: testkit.DB(t)}
	check := func(what, environment string, asked, want bool) {
		t.Helper()
		if err := maySeed(t.Context(), n, environment, asked); (err == nil) != want {
			t.Errorf("%s: %v", what, err)
		}
	}
	check("on a desk", config.Development, false, true)
	check("in production", config.Production, false, false)
	check("in production on request, empty", config.Production, true, true)
	if _, err := n.DB.Primary.ExecContext(t.Context(), "INSERT INTO users (email, name, password_hash) VALUES ('a@b.kz', 'A', '')"); err != nil {
		t.Fatal(err)
	}
	check("in production on request, in use", config.Production, true, false)
	check("on a desk, in use", config.Development, false, true)
}

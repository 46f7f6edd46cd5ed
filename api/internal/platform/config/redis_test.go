package config

import "testing"

func TestRedisPasswordComesFromItsFile(t *testing.T) {
	for _, c := range []struct{ address, password, want string }{
		{"redis://redis:6379", "a b/c\n", "redis://:a%20b%2Fc@redis:6379"},
		{"redis://portal@redis:6379", "x", "redis://portal:x@redis:6379"},
		{"redis://redis:6379", "", "redis://redis:6379"},
		{"", "x", ""},
	} {
		if got := withPassword(c.address, c.password); got != c.want {
			t.Errorf("%q with %q: %q, want %q", c.address, c.password, got, c.want)
		}
	}
}

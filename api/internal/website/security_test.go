package website

import (
	"regexp"
	"strings"
	"testing"
)

// The policy lets frames of the players in, by their hosts, and nothing else of others.
func TestSecurityPolicy(t *testing.T) {
	policy := securityPolicy()
	want := "frame-src https://www.youtube-nocookie.com https://t.me https://www.instagram.com https://platform.twitter.com https://www.facebook.com https://www.tiktok.com;"
	if !strings.Contains(policy, want) {
		t.Errorf("%s\nlacks\n%s", policy, want)
	}
	rest := strings.Replace(policy, want, "", 1)
	if strings.Contains(rest, "//") || strings.Contains(policy, "*") || strings.Contains(policy, "unsafe") || !strings.HasPrefix(policy, "default-src 'none';") {
		t.Errorf("too much is allowed: %s", policy)
	}
	if hash := regexp.MustCompile(`script-src 'self' 'sha256-[A-Za-z0-9+/=]{44}';`); !hash.MatchString(policy) {
		t.Errorf("the inline script isn't allowed: %s", policy)
	}
}

package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/config"
)

func TestTheDefaultsAreRight(t *testing.T) {
	c, err := config.Load(map[string]string{})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Languages.All()) != 2 || c.Languages.Main().Code != "kk" {
		t.Errorf("%+v", c.Languages)
	}
}

func TestAllComplaintsAtOnce(t *testing.T) {
	_, err := config.Load(map[string]string{
		"PORTAL_ENVIRONMENT": "production", "PORTAL_CACHE_LIFE": "20m", "PORTAL_LISTEN": "nowhere", "PORTAL_UPLOAD_LIMIT": "1",
		"PORTAL_TRUSTED_PROXIES": "10.0.0.0/8,everybody", "PORTAL_COUNTRY_LANGUAGES": "KZ=kazakh",
	})
	if err == nil {
		t.Fatal("taken")
	}
	for _, want := range []string{"PORTAL_CACHE_LIFE", "PORTAL_LISTEN", "PORTAL_UPLOAD_LIMIT", "PORTAL_SECRET_FILE", "PORTAL_POSTGRES_PRIMARY", "PORTAL_SITES", "everybody", "PORTAL_COUNTRY_LANGUAGES"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("nothing is said of %s in: %v", want, err)
		}
	}
}

func TestSitesThatMakeNoSense(t *testing.T) {
	for _, sites := range []string{
		"kk", "kk=baq.kz", "kaz=https://baq.kz", "kk=ftp://baq.kz", "kk=https://baq.kz,kk=https://b.kz",
		"kk=https://baq.kz,ru=https://BAQ.kz.", "kk=https://baq.kz,",
	} {
		if _, err := config.Load(map[string]string{"PORTAL_SITES": sites}); err == nil {
			t.Errorf("%q was taken", sites)
		}
	}
}

func TestASecretComesFromItsFileAndIsNotTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte("0123456789abcdef0123456789abcdef\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := config.Load(map[string]string{"PORTAL_SECRET_FILE": path})
	if err != nil || c.Secret != "0123456789abcdef0123456789abcdef" {
		t.Errorf("%q, %v", c.Secret, err)
	}
	if _, err := config.Load(map[string]string{"PORTAL_SECRET_FILE": path + ".missing"}); err == nil || strings.Contains(err.Error(), "0123") {
		t.Errorf("%v", err)
	}
}

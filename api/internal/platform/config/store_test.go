package config_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/config"
)

func s3(t *testing.T, change map[string]string) map[string]string {
	t.Helper()
	secret := filepath.Join(t.TempDir(), "s3")
	if err := os.WriteFile(secret, []byte("the key\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	set := map[string]string{
		"PORTAL_MEDIA_STORE": "s3", "PORTAL_S3_ENDPOINT": "https://s3.example.kz", "PORTAL_S3_BUCKET": "pictures", "PORTAL_S3_REGION": "kz-1",
		"PORTAL_S3_ACCESS_KEY": "portal", "PORTAL_S3_SECRET_KEY_FILE": secret, "PORTAL_S3_PREFIX": "baq",
	}
	maps.Copy(set, change)
	return set
}

func TestStoresThatMakeNoSense(t *testing.T) {
	production := map[string]string{"PORTAL_ENVIRONMENT": "production", "PORTAL_S3_ENDPOINT": "http://s3.example.kz"}
	for want, change := range map[string]map[string]string{
		"PORTAL_MEDIA_STORE":          {"PORTAL_MEDIA_STORE": "ftp"},
		"PORTAL_S3_BUCKET":            {"PORTAL_S3_BUCKET": ""},
		"PORTAL_S3_ACCESS_KEY":        {"PORTAL_S3_ACCESS_KEY": "", "PORTAL_MEDIA_STORE": "folder"},
		"PORTAL_S3_ENDPOINT":          {"PORTAL_S3_ENDPOINT": "s3.example.kz"},
		"no address of an S3 store":   {"PORTAL_S3_ENDPOINT": "https://s3.example.kz/bucket"},
		"PORTAL_S3_PREFIX":            {"PORTAL_S3_PREFIX": "../other"},
		"must be https in production": production,
	} {
		if _, err := config.Load(s3(t, change)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

func TestAStoreIsRead(t *testing.T) {
	c, err := config.Load(s3(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	o := c.S3()
	if o.Endpoint != "https://s3.example.kz" || o.Bucket != "pictures" || o.Region != "kz-1" || o.AccessKey != "portal" || o.SecretKey != "the key" || o.Prefix != "baq" {
		t.Errorf("%+v", o)
	}
	text, err := json.Marshal(c)
	if err != nil || strings.Contains(string(text)+strings.Join(c.Settings(), "\n"), "the key") {
		t.Errorf("the configuration tells the key: %v", err)
	}
}

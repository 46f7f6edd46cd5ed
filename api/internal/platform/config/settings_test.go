package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/config"
)

func TestSettingsTellNoSecret(t *testing.T) {
	environment := map[string]string{
		"PORTAL_SITES":            "kk=https://baq.kz,ru=https://rus.baq.kz",
		"PORTAL_POSTGRES_PRIMARY": "postgres://portal:hush1@db-master:5432/portal?sslmode=disable",
		"PORTAL_POSTGRES_REPLICA": "host=db-replica user=portal password='hush2 it\\'s' dbname=portal",
		"PORTAL_REDIS":            "redis://:hush3@redis:6379", "PORTAL_TRUSTED_PROXIES": "10.0.0.0/8,172.16.0.0/12",
		"PORTAL_SECRET": "hush4 hush4 hush4 hush4 hush4 hush4", "PORTAL_MAIL_FROM": "BAQ редакциясы <no-reply@baq.kz>",
		"PORTAL_SMTP": "smtps://portal@mail.baq.kz",
	}
	folder := t.TempDir()
	for _, name := range []string{"PORTAL_SECRET_FILE", "PORTAL_SMTP_PASSWORD_FILE", "PORTAL_POSTGRES_PASSWORD_FILE", "PORTAL_REDIS_PASSWORD_FILE"} {
		environment[name] = filepath.Join(folder, name)
		if err := os.WriteFile(environment[name], []byte("hush-in-a-file-that-is-long-enough"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := config.Load(environment)
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(c.Settings(), "\n")
	if strings.Contains(all, "hush") {
		t.Errorf("a secret is told: %s", all)
	}
	for _, want := range []string{
		"PORTAL_SITES=kk=https://baq.kz,ru=https://rus.baq.kz", "PORTAL_POSTGRES_PRIMARY='postgres://portal@db-master:5432/portal?sslmode=disable'",
		"PORTAL_POSTGRES_REPLICA='host=db-replica user=portal password=xxxxx dbname=portal'", "PORTAL_REDIS=redis://redis:6379",
		"PORTAL_TRUSTED_PROXIES=10.0.0.0/8,172.16.0.0/12", "PORTAL_MAIL_FROM='BAQ редакциясы <no-reply@baq.kz>'", "PORTAL_SESSION_LIFE=336h0m0s",
	} {
		if !strings.Contains(all+"\n", want+"\n") {
			t.Errorf("no %s in\n%s", want, all)
		}
	}
	if strings.Contains(all, "_PASSWORD") || strings.Contains(all, "PORTAL_SECRET") {
		t.Error(all)
	}
}

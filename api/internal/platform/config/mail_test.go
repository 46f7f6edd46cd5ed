package config_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/config"
)

func TestMailSettingsThatMakeNoSense(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "smtp")
	if err := os.WriteFile(secret, []byte("the password\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		set  map[string]string
		want string
	}{
		"no scheme":             {map[string]string{"PORTAL_SMTP": "mail.baq.kz:587"}, "PORTAL_SMTP"},
		"in the clear":          {map[string]string{"PORTAL_SMTP": "smtp://mail.baq.kz?tls=none"}, "PORTAL_SMTP"},
		"a user alone":          {map[string]string{"PORTAL_SMTP": "smtp://portal@mail.baq.kz"}, "PORTAL_SMTP"},
		"a password alone":      {map[string]string{"PORTAL_SMTP": "smtp://mail.baq.kz", "PORTAL_SMTP_PASSWORD_FILE": secret}, "PORTAL_SMTP"},
		"a password in the URL": {map[string]string{"PORTAL_SMTP": "smtp://portal:hunter2@mail.baq.kz"}, "PORTAL_SMTP_PASSWORD_FILE"},
		"a sender in Cyrillic":  {map[string]string{"PORTAL_MAIL_FROM": "редакция@бақ.қаз"}, "PORTAL_MAIL_FROM"},
		"a header in it":        {map[string]string{"PORTAL_MAIL_FROM": "no-reply@baq.kz\r\nBcc: all@baq.kz"}, "PORTAL_MAIL_FROM"},
	} {
		_, err := config.Load(c.set)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMailSettings(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "smtp")
	if err := os.WriteFile(secret, []byte("the password\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := config.Load(map[string]string{
		"PORTAL_SITES": "kk=https://baq.kz", "PORTAL_SMTP": "smtps://portal@mail.baq.kz", "PORTAL_SMTP_PASSWORD_FILE": secret,
	})
	if err != nil {
		t.Fatal(err)
	}
	server, err := c.MailServer()
	if err != nil || server.Password != "the password" || server.Host != "mail.baq.kz" {
		t.Errorf("%+v, %v", server, err)
	}
	if from, err := c.MailSender(); err != nil || from.String() != `"BAQ.KZ" <no-reply@baq.kz>` {
		t.Errorf("%v, %v", from, err)
	}
	if text, err := json.Marshal(c); err != nil || strings.Contains(string(text), "the password") {
		t.Errorf("the configuration tells the password: %v", err)
	}
	if c, err = config.Load(map[string]string{}); err != nil || c.SMTP != "" {
		t.Errorf("without a server: %v", err)
	}
}

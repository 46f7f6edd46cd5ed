package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/features/credentials"
)

func TestEverythingIsHandedOver(t *testing.T) {
	folder := t.TempDir()
	environment := []string{"PORTAL_POSTGRES_PRIMARY", "postgres://portal:hush-in-the-address@db-master/portal", "PORTAL_SMTP", "smtps://portal@mail.baq.test"}
	for _, name := range []string{"PORTAL_SECRET_FILE", "PORTAL_SMTP_PASSWORD_FILE", "PORTAL_REDIS_PASSWORD_FILE"} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte("hush "+name+" hush hush hush hush\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		environment = append(environment, name, path)
	}
	t.Parallel()
	p := newPortal(t, environment...)
	p.user("editor")
	files, err := p.HandOver(t.Context(), []credentials.File{{Name: "further/privkey.pem", Content: []byte("hush of a certificate")}})
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]string{}
	for _, f := range files {
		have[f.Name] = string(f.Content)
		secret := strings.HasPrefix(f.Name, "secrets/") || strings.HasPrefix(f.Name, "further/")
		if !secret && strings.Contains(string(f.Content), "hush") {
			t.Errorf("%s tells a secret", f.Name)
		}
		if f.Name != "CHECKLIST.txt" && !strings.Contains(string(files[len(files)-1].Content), "[ ] "+f.Name+"\n") {
			t.Errorf("%s is not on the checklist", f.Name)
		}
	}
	for name, want := range map[string]string{
		"secrets/portal_secret": "hush PORTAL_SECRET_FILE hush hush hush hush", "secrets/smtp_password": "hush PORTAL_SMTP_PASSWORD_FILE hush hush hush hush",
		"secrets/redis_password": "hush PORTAL_REDIS_PASSWORD_FILE hush hush hush hush", "secrets/postgres_primary": "postgres://portal:hush-in-the-address@db-master/portal",
		"further/privkey.pem": "hush of a certificate",
	} {
		if have[name] != want {
			t.Errorf("%s: %q", name, have[name])
		}
	}
	for name, part := range map[string]string{
		"portal.env": "PORTAL_SMTP=smtps://portal@mail.baq.test\n", "staff/register-kk.csv": "editor@baq.test", "staff/register-ru.csv": "editor@baq.test",
		"api-keys.csv": "id,name,", "public-keys.json": `"journalHeads"`, "CHECKLIST.txt": "ПРИНИМАЮЩЕМУ",
	} {
		if !strings.Contains(have[name], part) {
			t.Errorf("no %s in %s: %s", part, name, have[name])
		}
	}
	var told int
	if err := p.DB.Primary.QueryRowContext(t.Context(), "SELECT count(*) FROM journal_entries WHERE diff::text LIKE '%hush%'").Scan(&told); err != nil || told != 0 {
		t.Errorf("%d entries tell a secret, %v", told, err)
	}
}

func TestPackagesAreListedForThoseWhoMay(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	editor, auditor := p.user("editor"), p.user("auditor")
	if a := editor.send("GET", "/credential-issues", nil); a.status != 403 {
		t.Errorf("an editor: %d", a.status)
	}
	if a := auditor.send("GET", "/credential-issues", nil); a.status != 200 || !strings.Contains(a.text(), `"items":[]`) {
		t.Errorf("an auditor: %d %s", a.status, a.body)
	}
	if a := auditor.send("GET", "/credential-issues?cursor=nonsense", nil); a.status != 400 {
		t.Errorf("a bad cursor: %d %s", a.status, a.body)
	}
}

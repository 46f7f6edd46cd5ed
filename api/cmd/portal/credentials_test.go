package main

import (
	"archive/tar"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/platform/postgres"
	"baq.kz/portal/api/internal/platform/testkit"
)

// run is what a command prints, on the portal that onDesk made.
func run(t *testing.T, cmd *cobra.Command, arguments ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	cmd.SilenceUsage, cmd.SilenceErrors = true, true
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SetArgs(arguments)
	err := cmd.ExecuteContext(t.Context())
	return out.String(), err
}

// onDesk is a portal for commands, with one editor.
func onDesk(t *testing.T) *postgres.Databases {
	t.Helper()
	db := testkit.DB(t)
	t.Setenv("PORTAL_ENVIRONMENT", "test")
	t.Setenv("PORTAL_POSTGRES_PRIMARY", testkit.DSN(t, db))
	t.Setenv("PORTAL_REDIS", testkit.Redis(t).URL)
	t.Setenv("PORTAL_DATA_DIR", t.TempDir())
	t.Setenv("PORTAL_MEDIA_DIR", t.TempDir())
	t.Setenv("PORTAL_LOG_LEVEL", "error")
	err := withApp(t.Context(), func(ctx context.Context, a *app.App) error {
		if err := a.Accounts.EnsureRoles(ctx); err != nil {
			return err
		}
		_, err := a.Accounts.CreateUser(ctx, accounts.NewUser{Email: "aigul@baq.kz", Name: "Айгүл Сейітова", Password: "жеті қабат жер асты", Roles: []string{"editor"}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func unpack(t *testing.T, path string, identity age.Identity) map[string]string {
	t.Helper()
	sealed, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer sealed.Close()
	plain, err := age.Decrypt(sealed, identity)
	if err != nil {
		t.Fatal(err)
	}
	files, archive := map[string]string{}, tar.NewReader(plain)
	for {
		header, err := archive.Next()
		if err == io.EOF { //nolint:errorlint // archive/tar returns it bare
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		files[header.Name] = string(content)
	}
}

func login(t *testing.T, password string) error {
	t.Helper()
	return withApp(t.Context(), func(ctx context.Context, a *app.App) error {
		_, err := a.Accounts.Login(ctx, "aigul@baq.kz", password)
		return err
	})
}

func TestANewPasswordIsOnlyInItsPackage(t *testing.T) {
	db := onDesk(t)
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "password.age")
	key, to := "--recipient="+identity.Recipient().String(), "--to=Айгүл Сейітова"
	for name, arguments := range map[string][]string{
		"no key": {"new-password", "aigul@baq.kz", to, "--out", path}, "nobody": {"new-password", "nobody@baq.kz", key, to, "--out", path},
		"no receiver": {"new-password", "aigul@baq.kz", key, "--out", path}, "a private key": {"new-password", "aigul@baq.kz", "--recipient=" + identity.String(), to, "--out", path},
	} {
		out, err := run(t, credentialsCommand(), arguments...)
		if err == nil || strings.Contains(out+err.Error(), "AGE-SECRET") {
			t.Errorf("%s: %v, %s", name, err, out)
		}
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := run(t, credentialsCommand(), "new-password", "aigul@baq.kz", key, to, "--out", path); err == nil {
		t.Error("a file was written over")
	}
	if err := login(t, "жеті қабат жер асты"); err != nil {
		t.Fatalf("a refused command changed the password: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	out, err := run(t, credentialsCommand(), "new-password", "aigul@baq.kz", key, to, "--out", path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(unpack(t, path, identity)["password.txt"]), "\n")
	if len(lines) != 3 || lines[1] != "aigul@baq.kz" || len(lines[2]) != 26 || strings.Contains(out, lines[2]) || !strings.Contains(out, "SHA-256") {
		t.Fatalf("%v, %s", lines, out)
	}
	if err := login(t, lines[2]); err != nil {
		t.Errorf("the new password: %v", err)
	}
	if err := login(t, "жеті қабат жер асты"); err == nil {
		t.Error("the old password works")
	}
	for query, want := range map[string]int{
		"SELECT count(*) FROM credential_issues WHERE recipient = 'Айгүл Сейітова' AND contents = '{password.txt}' AND issued_by LIKE '%@%'": 1,
		"SELECT count(*) FROM journal_entries WHERE action IN ('credentials.issue', 'accounts.set_password')":                                2,
		"SELECT count(*) FROM journal_entries WHERE diff::text LIKE '%" + lines[2] + "%'":                                                    0,
	} {
		var got int
		if err := db.Primary.NewRaw(query).Scan(t.Context(), &got); err != nil || got != want {
			t.Errorf("%d, not %d, %v: %s", got, want, err, query)
		}
	}
	if out, err := run(t, credentialsCommand(), "list"); err != nil || !strings.Contains(out, "Айгүл Сейітова") || strings.Contains(out, lines[2]) {
		t.Errorf("%s, %v", out, err)
	}
}

func TestFilesArePackedAndEverythingHandedOver(t *testing.T) {
	onDesk(t)
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	key, to := "--recipient="+identity.Recipient().String(), "--to=Мердігер"
	secret := filepath.Join(folder, "кілт.pem")
	if err := os.WriteFile(secret, []byte("hush hush"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"a folder": folder, "nothing": filepath.Join(folder, "missing"), "a device": "/dev/zero"} {
		if _, err := run(t, credentialsCommand(), "pack", path, key, to, "--out", filepath.Join(folder, "bad.age")); err == nil {
			t.Errorf("%s was packed", name)
		}
	}
	packed := filepath.Join(folder, "packed.age")
	out, err := run(t, credentialsCommand(), "pack", secret, key, to, "--out", packed)
	if files := unpack(t, packed, identity); err != nil || len(files) != 1 || files["кілт.pem"] != "hush hush" || strings.Contains(out, "hush") {
		t.Errorf("%v, %v, %s", files, err, out)
	}
	whole := filepath.Join(folder, "whole.age")
	out, err = run(t, handoverCommand(), secret, key, to, "--out", whole)
	if err != nil {
		t.Fatal(err)
	}
	files := unpack(t, whole, identity)
	if files["further/кілт.pem"] != "hush hush" || len(files["secrets/portal_secret"]) < 32 || !strings.Contains(files["staff/register-kk.csv"], "aigul@baq.kz") ||
		strings.Contains(out, "hush") || strings.Contains(out, files["secrets/portal_secret"]) {
		t.Errorf("%v, %s", files, out)
	}
}

func TestStaffRegister(t *testing.T) {
	onDesk(t)
	for _, wrong := range [][]string{{"register", "--format", "pdf"}, {"register", "--lang", "de"}, {"register", "--lang", "../../x", "--format", "letter"}} {
		if out, err := run(t, staffCommand(), wrong...); err == nil {
			t.Errorf("%v: %s", wrong, out)
		}
	}
	for _, c := range []struct{ format, language, want string }{
		{"csv", "kk", "Аты-жөні"}, {"csv", "ru", "Должность"}, {"csv", "en", "Second factor"},
		{"letter", "kk", "1. Айгүл Сейітова\n"}, {"letter", "ru", "Роли: Редактор"}, {"letter", "en", "Roles: Editor"},
	} {
		out, err := run(t, staffCommand(), "register", "--format", c.format, "--lang", c.language)
		if err != nil || !strings.Contains(out, c.want) || !strings.Contains(out, "aigul@baq.kz") || strings.Contains(out, "argon") {
			t.Errorf("%+v: %v, %s", c, err, out)
		}
	}
	if out, err := run(t, credentialsCommand(), "notice", "--lang", "kk", "--on", "2026-12-01 18:00", "--what", "деректер қоры"); err != nil || !strings.Contains(out, "01.12.2026 18:00") {
		t.Errorf("%s, %v", out, err)
	}
	if out, err := run(t, credentialsCommand(), "notice", "--on", "tomorrow", "--what", "x"); err == nil {
		t.Error(out)
	}
}

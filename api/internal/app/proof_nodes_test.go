package app_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/platform/config"
)

// estate is what the nodes of a portal share.
type estate struct{ primary, replica, redis, folder string }

func (e estate) environment(listen string) map[string]string {
	return map[string]string{
		"PORTAL_ENVIRONMENT": "test", "PORTAL_LISTEN": listen, "PORTAL_LOG_LEVEL": "warn", "PORTAL_SHUTDOWN_GRACE": "1s",
		"PORTAL_SITES":            "kk=http://" + kkSite + ",ru=http://" + ruSite,
		"PORTAL_POSTGRES_PRIMARY": e.primary, "PORTAL_POSTGRES_REPLICA": e.replica, "PORTAL_POSTGRES_POOL": "12", "PORTAL_REDIS": e.redis,
		"PORTAL_DATA_DIR": e.folder, "PORTAL_MEDIA_DIR": e.folder, "PORTAL_ACCESS_TOKEN_LIFE": "1h",
		// Readers come from many addresses, as behind nginx.
		"PORTAL_TRUSTED_PROXIES": "127.0.0.0/8", "PORTAL_API_RATE": "1000000",
	}
}

const kkSite, ruSite = "baq.test", "rus.baq.test"

// settle makes the people and the pictures that no request makes, before any node runs.
func (e estate) settle(t *testing.T) (pictures []int64) {
	t.Helper()
	c, err := config.Load(e.environment("127.0.0.1:1"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	err = a.Accounts.EnsureRoles(t.Context())
	if err == nil {
		_, err = a.Accounts.CreateUser(t.Context(), accounts.NewUser{Email: chiefMail, Name: "Бас редактор", Password: password, Roles: []string{"chief_editor", "ad_manager", "photo_editor"}})
	}
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		var id int64
		err := a.DB.Primary.NewRaw(`INSERT INTO pictures (hash, file_name, format, width, height, bytes, colour, renditions, author)
			VALUES (?, 'a.jpg', 'jpeg', 3000, 2000, 1, '#336699', '[{"name":"400.webp","width":400,"height":266,"bytes":1},{"name":"800.webp","width":800,"height":533,"bytes":1}]', 'Ерлан Мұқаш') RETURNING id`,
			strings.Repeat("0", 39)+fmt.Sprint(i)).Scan(t.Context(), &id)
		if err != nil {
			t.Fatal(err)
		}
		pictures = append(pictures, id)
	}
	// One person does what would alarm anybody, all night.
	for _, rule := range []string{"mass_delete", "mass_unpublish"} {
		if _, err := a.DB.Primary.ExecContext(t.Context(), "INSERT INTO alert_rules (key, version, enabled, threshold, window_seconds) VALUES (?, 2, false, 20, 600)", rule); err != nil {
			t.Fatal(err)
		}
	}
	return pictures
}

const chiefMail = "chief@baq.test"

// startNode starts a whole portal in a process of its own, and waits until it answers.
func (e estate) startNode(t *testing.T) (address string, process *os.Process) {
	t.Helper()
	address = freeAddress(t)
	log, err := os.Create(filepath.Join(t.TempDir(), "node.log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), os.Args[0], serveRole, "api-admin,cache-service,content-service,image-service") // ended below, and with this process
	cmd.Env = os.Environ()
	for name, value := range e.environment(address) {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	cmd.Stderr, cmd.SysProcAttr = log, &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if text, _ := os.ReadFile(log.Name()); t.Failed() {
			t.Logf("the node at %s said:\n%s", address, text[max(0, len(text)-4000):])
		}
	})
	for limit := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+"/latest", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = kkSite
		if answer, err := http.DefaultClient.Do(r); err == nil {
			_, _ = io.Copy(io.Discard, answer.Body)
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return address, cmd.Process
			}
		}
		if time.Now().After(limit) {
			text, _ := os.ReadFile(log.Name())
			t.Fatalf("the node does not answer:\n%s", text)
		}
	}
}
